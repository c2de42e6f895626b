"""Wikitext to plain paragraphs. Strict: a part that would lose words in the conversion gives None."""

import re

import mwparserfromhell

# Templates that stand for nothing a reader would miss in the sentence.
DROPPED = re.compile(
    r"^(cite|citation|cn|fact|refn|efn|sfn|harv|r$|rp$|main|see|further|details|about|hatnote|for$|distinguish|redirect"
    r"|good article|featured article|use |pp|infobox|taxobox|automatic taxobox|speciesbox|short description|other|clarify"
    r"|by whom|who|when|where|which|according to whom|dubious|verify|verification|update|better source|page needed|dead link|clear|toc|portal"
    r"|commons|anchor|ref|note|notelist|listen|multiple image|image|ipa|respell|pron|audio|expand|unreferenced|not verified"
    r"|disputed|original research|or$|pov|weasel|vague|failed|full|self-published|primary|sidebar|campaignbox|vague"
    r"|wide image|triple image|double image|css image|double|panorama|seealso|subscription|webarchive|wayback|need|importance|contradict"
    r"|coord|div col|divcol|col|legend|flagicon|multiple issues|historical|us census|death date|birth date and age|wikisource|wiktionary|wikinews|url$|clade"
    r"|map caption|politics of|qualify|related|inflation-fn|unreliable|undue|broader|globalize|italic title|contains special|engvar|largest cities|age$"
    r"|[a-z ]+ sidebar|bibleref2?-nb|fr icon|oclc|isbn|politics|anthropology|agriculture|disability|acids|civil procedure|lincolnseries|greek myth"
    r"|refimprove|more|section|missing|page|attribution|inline|specify|nonspecific|neologism|synthesis|lead|as of\?|egypt|chem-stub|nbsp\?)",
    re.I,
)
# Templates whose own text is the n-th argument.
KEPT_ARGUMENT = {
    "nowrap": 0, "nobr": 0, "lang": 1, "quote": 0, "blockquote": 0, "quotation": 0, "cquote": 0, "transl": -1,
    "transliteration": -1, "formatnum": 0, "small": 0, "smaller": 0, "sup": 0, "abbr": 0, "sic": 0, "ill": 0,
    "unicode": 0, "script": -1, "polytonic": 0, "vr": 0, "center": 0, "angle bracket": 0, "em": 0, "nihongo": 0,
    "not a typo": 0, "linktext": 0, "okina": 0, "flagcountry": 0, "flag": 0, "keyw": 0, "term": 0, "sfrac": 0,
    "lang-en": 0, "visible anchor": 0, "vanchor": 0, "strong": 0, "birth date": 0, "hebrew": 0, "big": 0,
    "rtl-lang": 1, "zh": -1, "nihongo foot": 0, "poemquote": 0, "poem": 0, "bible verse": 0, "bce": 0, "bquote": 0, "angbr": 0, "large": 0, "midsize": 0, "bibleref": 0, "bibleref2": 0, "sc": 0, "hms": 0, "lang-grc-gre": 0, "uss": 0,
}  # fmt: skip
SIGNS = {
    "ndash": "–", "mdash": "—", "mdashb": "—", "spaced ndash": " – ", "snd": " – ", "snds": " – ", "spnd": " – ", "en dash": "–", "em dash": "—",
    "'": "'", "'s": "'s", "`": "`", "-": "-", "c.": "c.", "circa": "c.", "nbsp": " ", "·": "·", "emdash": "—", "spaced en dash": " – ",
    "!": "|", "=": "=", "'\"": "'\"", "' \"": "'\"", "\" '": "\"'", "-\"": "\"", "pi": "π", "sic": "[sic]", "ca": "c.", "dash": "–", "endash": "–", "thinsp": " ",
}  # fmt: skip
FOOTERS = re.compile(
    r"^(see also|references|notes|external links|further reading|bibliography|sources|citations|footnotes|gallery|works|filmography"
    r"|selected bibliography|notes and references|notes and citations|publications|discography|books|honou?rs|awards|list of .*"
    r"|explanatory notes|selected works|editions|primary sources|literature|works cited|general references|film)",
    re.I,
)
UNITS = {"mi": "miles", "ft": "feet", "in": "inches", "lb": "pounds", "sqmi": "square miles", "mph": "miles per hour", "acre": "acres", "nmi": "nautical miles"}
SYMBOLS = {"km", "m", "cm", "mm", "kg", "g", "t", "km2", "km²", "m2", "ha", "km/h", "°C", "°F", "L", "l", "m3", "kPa", "MW"}
SINGULAR = {"mi": "mile", "ft": "foot", "in": "inch", "lb": "pound", "acre": "acre", "nmi": "nautical mile"}


def template_text(template):
    """The text a template stands for; '' when nothing is lost without it; None when it is not known."""
    name = str(template.name).strip().replace("_", " ").lower()
    arguments = [str(p.value).strip() for p in template.params if not p.showkey]
    if name in ("convert", "cvt") and len(arguments) >= 2:
        values = re.fullmatch(r"([\d.,]+)(?:\|(to|-|–|and|by|x|or)\|([\d.,]+))?\|([^|]+).*", "|".join(arguments))
        if not values:
            return None
        if values[4] not in UNITS and values[4] not in SYMBOLS:
            return None
        if template.has("adj"):
            return f"{values[1]}-{SINGULAR.get(values[4], values[4])}"
        until = f" {values[2]} {values[3]}" if values[2] else ""
        return f"{values[1]}{until.replace(' - ', '–').replace(' – ', '–')} {UNITS.get(values[4], values[4])}"
    if name == "as of" and arguments:
        return f"As of {arguments[0]}"
    if name in SIGNS:
        if name in ("c.", "circa", "ca") and arguments:
            return f"c. {arguments[0]}"
        return arguments[0] if name == "sic" and arguments else SIGNS[name]
    if name.startswith("formatnum:"):
        return name.removeprefix("formatnum:")
    if name in KEPT_ARGUMENT:
        values = arguments or [str(p.value).strip() for p in template.params if str(p.name).strip() in ("1", "2", "text")]
        index = KEPT_ARGUMENT[name]
        return values[index] if len(values) > max(index, 0) else None
    if re.match(r"lang-\w+$", name) and arguments:
        return arguments[0]
    return "" if DROPPED.match(name) else None


def plain(wikitext):
    """Paragraphs of one part of an article, or None when some of its words would get lost."""
    text = re.sub(r"<!--.*?-->", "", wikitext, flags=re.S)
    text = re.sub(r"<ref[^>/]*/>|<ref[^>]*>.*?</ref>", "", text, flags=re.S | re.I)
    text = re.sub(r"<gallery.*?</gallery>|<timeline.*?</timeline>", "", text, flags=re.S | re.I)
    if re.search(r"<(math|score|chem|hiero|syntaxhighlight|source|table|poem)\b", text, re.I):
        return None
    code = mwparserfromhell.parse(text)
    for node in code.filter(recursive=True, matches=lambda n: isinstance(n, mwparserfromhell.nodes.Wikilink)):
        if re.match(r"\s*:?(file|image|category|[a-z]{2,3}):", str(node.title), re.I):
            remove(code, node)
    for node in code.filter_tags(matches=lambda n: str(n.tag) in ("table", "ref")):
        remove(code, node)
    for _ in range(4):
        templates = code.filter_templates(recursive=True)
        if not templates:
            break
        for template in reversed(templates):
            replacement = template_text(template)
            if replacement is None:
                return None
            try:
                code.replace(template, replacement)
            except ValueError:
                continue
        code = mwparserfromhell.parse(str(code))
    return tidy(code.strip_code(normalize=True, collapse=False, keep_template_params=False), str(code))


def remove(code, node):
    try:
        code.remove(node)
    except ValueError:
        pass  # it went with the node around it


def tidy(text, source):
    listed = re.findall(r"^[*#:;]+", source, re.M)
    if len(listed) > 25 or "{|" in text or "|}" in text or "{{" in text or "[[" in text or "|" in text:
        return None
    text = re.sub(r"<[^>\n]{1,80}>|'{2,}", "", text)
    text = re.sub(r"^[*#]+\s*", "- ", text, flags=re.M)
    text = re.sub(r"^[:;]+\s*", "", text, flags=re.M)
    text = re.sub(r"\(\s*[;,:]\s*", "(", text)
    text = re.sub(r"[;,]\s*\)", ")", text)
    text = re.sub(r"\s*\(\s*\)", "", text)
    text = re.sub(r" +([,.;:)])", r"\1", re.sub(r"[ \t]{2,}", " ", text))
    lines = [line.strip() for line in text.split("\n")]
    text = "\n".join(line for line in lines if not re.match(r"^(thumb|left|right|upright|\d+px)\b|^-?$", line) or not line)
    # One line of wikitext is one paragraph; list items stay together.
    text = re.sub(r"(?<!\n)\n(?!\n|- )", "\n\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
