from shared.digest.day import Digest


def render_html(digest: Digest) -> str:
    return f"<h1>{digest.headline}</h1>"
