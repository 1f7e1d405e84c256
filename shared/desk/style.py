"""The one style sheet of the desk's pages, and the name by which a browser is allowed to use it.

Colours of light and dark are kept apart; every control is at least 44 px high; letters in fields have 16 px, below
which a telephone would zoom into them. It holds nothing that HTML escapes, so a page has it to the letter.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --ground: #f3eee7; --card: #fffdfa; --ink: #241d18; --muted: #665c53;
  --line: #d9cfc3; --edge: #8a7d71; --press: #4a2b1b; --on-press: #fffdfa; --link: #7a3f1c;
  --warn: #94211a; --warn-ground: #fae0db; --good: #16563a; --good-ground: #e0efe6; }
@media (prefers-color-scheme: dark) { :root { --ground: #171310; --card: #231d19; --ink: #f4ede5; --muted: #bdb0a4;
  --line: #453a32; --edge: #978a7e; --press: #e9c9a8; --on-press: #241d18; --link: #eab98a;
  --warn: #ffb4a8; --warn-ground: #4a1d18; --good: #a9dcc0; --good-ground: #17382a; } }
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.5 system-ui, sans-serif;
  -webkit-text-size-adjust: 100%; }
main { max-width: 40rem; margin: 0 auto; padding: 1.25rem clamp(1rem, 5vw, 2.5rem) 3rem; min-height: 100vh;
  background: var(--card); overflow-wrap: anywhere; }
h1 { font: 26px/1.2 Georgia, serif; margin: 0 0 .25rem; }
h2 { font: 20px/1.3 Georgia, serif; margin: 2rem 0 .5rem; }
p, ul { margin: 0 0 .75rem; }
ul { padding: 0; padding-inline-start: 1.1rem; }
ul.clocks li + li { margin-top: .75rem; }
a { color: var(--link); }
a.open { display: inline-flex; align-items: center; min-height: 44px; }
blockquote { margin: 1rem 0; padding: .5rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--edge);
  font: 19px/1.5 Georgia, serif; }
blockquote p { margin: 0; min-height: 1lh; }
.muted, .brand { color: var(--muted); font-size: 15px; }
.brand { margin: 0 0 1rem; }
.state, .problem { padding: .75rem 1rem; border-radius: 8px; }
.state { background: var(--good-ground); color: var(--good); }
.saved:not(:target) { display: none; }
.problem { background: var(--warn-ground); color: var(--warn); }
label { display: block; font-weight: 600; margin: .75rem 0 .25rem; }
textarea, select { width: 100%; min-height: 44px; padding: .6rem .7rem; font: inherit; font-size: 17px;
  color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: 8px; }
textarea { min-height: 9rem; resize: vertical; }
textarea.short { min-height: 4.5rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; margin: .75rem 0 0; }
button { min-height: 48px; padding: .6rem 1.1rem; font: inherit; font-weight: 600; border-radius: 8px;
  border: 1px solid var(--edge); color: var(--ink); background: var(--card); cursor: pointer; }
button.first { color: var(--on-press); background: var(--press); border-color: var(--press); }
details { margin: 0 0 .5rem; }
#hints { margin-top: .75rem; }
summary { min-height: 44px; padding: .55rem 0; cursor: pointer; font-weight: 600; }
.choice { padding: 1rem 0; border-top: 1px solid var(--line); }
.choice p { margin: 0 0 .5rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
@media (max-width: 30rem) { .buttons button { flex: 1 1 100%; } }
@media (min-width: 48rem) { main { margin: 6vh auto; min-height: 0; border-radius: 12px; } }
"""
ALLOWED: Final = f"'sha256-{b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
