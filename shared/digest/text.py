from shared.digest.day import Digest


def render_text(digest: Digest) -> str:
    return "\n\n".join(
        [
            digest.subject,
            digest.headline,
            digest.lead,
            digest.needs_intro,
            *[a.title for a in digest.actions],
            *[str(w) for w in digest.waiting],
            *digest.waiting_after,
            *digest.checked,
            *[str(f) for f in digest.figures],
            *[str(r) for r in digest.rows],
        ]
    )
