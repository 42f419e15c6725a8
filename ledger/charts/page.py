"""A page of its own for a chart: one file, no request to anybody.

The specifications stand in it as JSON in which no `<` is left, so that no name can end
the script; the policy lets the one program run whose digest it names. Without scripts,
and on paper, the picture stands there instead.
"""

from collections.abc import Mapping
from html import escape
from json import dumps
from typing import Any, Final

PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
script-src 'sha256-{digest}'; style-src 'unsafe-inline'; base-uri 'none'; \
form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ margin: 0 auto; max-width: 780px; padding: 16px 10px;
  font: 14px/1.5 Helvetica, Arial, sans-serif; color: #1f2328; background: #fff }}
#chart {{ overflow-x: auto }}
footer {{ color: #59636e; font-size: 12px; overflow-wrap: anywhere }}
svg {{ max-width: 100%; height: auto }}
#vg-tooltip-element {{ max-width: min(34em, 46vw); overflow-wrap: anywhere }}
.still {{ display: none }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #e6e9ed; background: #14171b }}
  footer {{ color: #9aa4af }}
}}
@media print {{
  body {{ color: #000; background: #fff }}
  #chart {{ display: none }}
  .still {{ display: block }}
}}
</style>
<noscript><style>.still {{ display: block }}</style></noscript>
</head>
<body>
<main>
<div id="chart" role="figure" aria-label="{title}"></div>
<div class="still">{still}</div>
</main>
<footer>{about}</footer>
<script type="application/json" id="specs">{specs}</script>
<script>{program}</script>
</body>
</html>
"""


def page(
    specs: Mapping[str, Mapping[str, Any]],
    title: str,
    about: str,
    program: str,
    digest: str,
    still: str,
) -> str:
    """Give a page; `digest` is the SHA-256 of the program, in base64."""
    assert "</script" not in program.lower()
    return PAGE.format(
        digest=digest,
        title=escape(title),
        about=escape(about),
        specs=inert(specs),
        program=program,
        still=still,
    )


def inert(value: object) -> str:
    """Give JSON that ends no script, whatever it holds."""
    text = dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
