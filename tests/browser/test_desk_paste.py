"""What is pasted into the editor becomes clean HTML, wherever it comes from."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article

from .test_desk_writing import open_desk, save

PASTE = """(target, html) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/html", html)
    clipboardData.setData("text/plain", "plain")
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=EN-GB><!--StartFragment-->
<h1 style='margin-top:12.0pt'><span lang=EN-US style='font-family:"Calibri Light"'>The report<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-bottom:8.0pt'><b style='mso-bidi-font-weight:normal'><span style='font-size:14.0pt;
color:red'>Heavy</span></b> and <i>slanted</i> and <a href="https://example.com/" style='color:blue'>linked</a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp;</span></span><![endif]>Nested<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>Second<o:p></o:p></p>
<p class=MsoNormal>Between</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>One</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>Two</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='height:12pt'><td width=200 valign=top
style='width:150pt;border:solid windowtext 1.0pt'><p class=MsoNormal>Cell<o:p></o:p></p></td></tr></table>
<p class=MsoNormal><img width=300 src="file:///C:/Users/me/clip_image001.png" v:shapes="Picture_x0020_1"></p>
<!--EndFragment--></body></html>"""

GOOGLE_DOCS = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b">
<h1 dir="ltr" style="line-height:1.38"><span style="font-size:20pt;font-family:Arial">The report</span></h1>
<p dir="ltr" style="line-height:1.38"><span style="font-size:11pt;font-weight:400">Plain, </span><span
style="font-size:11pt;font-weight:700">heavy</span><span style="font-weight:400"> and </span><span
style="font-style:italic;font-weight:400">slanted</span><span style="font-style:italic;font-weight:700">both</span><span style="font-weight:400"> and </span><a
href="https://example.com/" style="text-decoration:none"><span style="color:#1155cc;text-decoration:underline">linked</span></a></p>
<br><ul style="margin-top:0"><li dir="ltr" aria-level="1" style="list-style-type:disc"><p dir="ltr" role="presentation"><span
style="font-size:11pt">First</span></p></li><ul style="margin-top:0"><li dir="ltr" aria-level="2"><p dir="ltr"
role="presentation"><span style="font-size:11pt">Nested</span></p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr"
role="presentation"><span style="text-decoration:line-through">Second</span></p></li></ul><p dir="ltr"><a
href="https://www.google.com/url?q=https://example.org/a%3Fb%3D1&amp;sa=D&amp;source=editors&amp;ust=1"><span>detour</span></a><span
style="font-size:0.6em;vertical-align:super">2</span></p><div dir="ltr" style="margin-left:0pt" align="left"><table
style="border:none"><colgroup><col width="301"/></colgroup><tbody><tr style="height:0pt"><td style="border:solid #000 1pt"><p
dir="ltr"><span style="font-weight:700">Cell</span></p></td></tr></tbody></table></div><p dir="ltr"><span><img
src="https://lh7-us.googleusercontent.com/abc" width="10" height="10"></span></p><h6 dir="ltr">Small</h6></b><br
class="Apple-interchange-newline">"""

WORD_ON_THE_WEB = """<div class="OutlineElement Ltr SCXW1"><h1 class="Paragraph SCXW1" style="color:#2F5496"><span
class="TextRun" style="font-weight:bold">One</span><span class="EOP SCXW1" data-ccp-props="{}">&nbsp;</span></h1></div>
<div class="OutlineElement"><h2 class="Paragraph"><span class="TextRun">Below</span></h2></div>
<div class="ListContainerWrapper"><ul class="BulletListStyle1" role="list"><li data-aria-level="1" class="OutlineElement"><p
class="Paragraph"><span class="NormalTextRun">First</span><span class="EOP">&nbsp;</span></p></li></ul></div>
<div class="ListContainerWrapper"><ul class="BulletListStyle2" role="list"><li data-aria-level="2" class="OutlineElement"><p
class="Paragraph"><span class="NormalTextRun">Nested</span></p></li></ul></div>
<div class="ListContainerWrapper"><ul class="BulletListStyle2" role="list"><li data-aria-level="2" class="OutlineElement"><p
class="Paragraph"><span class="NormalTextRun">Too</span></p></li></ul></div>
<div class="ListContainerWrapper"><ul class="BulletListStyle1" role="list"><li data-aria-level="1" class="OutlineElement"><p
class="Paragraph"><span class="NormalTextRun">Second</span></p></li></ul></div>
<div class="OutlineElement"><h1 class="Paragraph"><span class="TextRun">Two</span></h1></div>
<div class="OutlineElement"><p class="Paragraph"><a href="#_ftn1"><span class="TextRun">[1]</span></a></p></div>"""

MARKDOWN = """# Chips

Some **heavy** words and a [link](https://example.com/).

- one
- two
  1. nested

```python
print(1)
```

| a | b |
|---|---|
| 1 | 2 |
"""
LITERAL = "".join(f"<p>{line}</p>" for line in MARKDOWN.splitlines() if line)

WEB_PAGE = """<div class="article" style="font-size:18px" onclick="alert(1)"><div><h5 class="kicker">Kicker</h5></div>
<p style="margin:0">One <span class="highlight" style="background:yellow">marked</span> word.<script>alert(1)</script></p>
<iframe src="https://example.com/embed"></iframe><style>p { color: red }</style>
<pre class="prettyprint"><code class="language-js">let a = 1</code></pre>
<figure><img src="https://example.com/photo.jpg" alt="Photo"><figcaption>Photo: somebody</figcaption></figure>
<p><a href="javascript:alert(1)">bad</a> <a href="/relative/">relative</a></p><button>Share</button></div>"""


def copy(page, text):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)


@pytest.fixture
def paste(page, sign_in, editor):
    """Put HTML into an empty draft as the clipboard would, save, and give back what was stored."""

    def paste(html: str) -> str:
        article = make_article(status="draft", body="")
        body, _ = open_desk(page, sign_in, editor, article)
        body.click()
        body.evaluate(PASTE, html)
        save(page)
        article.refresh_from_db()
        return article.body

    return paste


def test_word_document(paste):
    assert paste(WORD) == (
        "<h2>The report</h2>"
        '<p><strong>Heavy</strong> and <em>slanted</em> and <a href="https://example.com/" rel="noopener">linked</a>.</p>'
        "<ul><li><p>First</p><ul><li><p>Nested</p></li></ul></li><li><p>Second</p></li></ul>"
        "<p>Between</p>"
        "<ol><li><p>One</p></li><li><p>Two</p></li></ol>"
        "<table><tbody><tr><td><p>Cell</p></td></tr></tbody></table>"
    )


def test_google_docs_document(paste):
    assert paste(GOOGLE_DOCS) == (
        "<h2>The report</h2>"
        "<p>Plain, <strong>heavy</strong> and <em>slanted</em><strong><em>both</em></strong> and "
        '<a href="https://example.com/" rel="noopener">linked</a></p>'
        "<ul><li><p>First</p><ul><li><p>Nested</p></li></ul></li><li><p><del>Second</del></p></li></ul>"
        '<p><a href="https://example.org/a?b=1" rel="noopener">detour</a><sup>2</sup></p>'
        "<table><tbody><tr><td><p><strong>Cell</strong></p></td></tr></tbody></table>"
        "<h4>Small</h4>"
    )


def test_document_of_word_on_the_web(paste):
    assert paste(WORD_ON_THE_WEB) == (
        "<h2>One</h2><h3>Below</h3>"
        "<ul><li><p>First</p><ul><li><p>Nested</p></li><li><p>Too</p></li></ul></li><li><p>Second</p></li></ul>"
        "<h2>Two</h2><p>[1]</p>"
    )


def test_markdown_is_formatted_and_undo_brings_it_back_as_it_was(page, sign_in, editor):
    article = make_article(status="draft", body="")
    body, _ = open_desk(page, sign_in, editor, article)
    copy(page, MARKDOWN)
    body.click()
    page.keyboard.press("ControlOrMeta+v")
    expect(body.locator("h2")).to_have_text("Chips")
    page.keyboard.press("ControlOrMeta+z")
    assert body.inner_html() == LITERAL
    page.keyboard.press("ControlOrMeta+Shift+z")
    save(page)
    article.refresh_from_db()
    assert article.body == (
        '<h2>Chips</h2><p>Some <strong>heavy</strong> words and a <a href="https://example.com/" rel="noopener">link</a>.</p>'
        "<ul><li><p>one</p></li><li><p>two</p><ol><li><p>nested</p></li></ol></li></ul>"
        '<pre><code class="language-python">print(1)\n</code></pre>'
        "<table><tbody><tr><th><p>a</p></th><th><p>b</p></th></tr><tr><td><p>1</p></td><td><p>2</p></td></tr></tbody></table>"
    )


def test_markdown_pasted_as_plain_text_or_offline_stays_what_it_is(page, sign_in, editor):
    body, _ = open_desk(page, sign_in, editor, make_article(status="draft", body=""))
    copy(page, MARKDOWN.strip())
    body.click()
    page.keyboard.press("ControlOrMeta+Shift+v")
    assert body.inner_html() == LITERAL
    page.keyboard.press("ControlOrMeta+a")
    page.context.set_offline(True)
    page.keyboard.press("ControlOrMeta+v")
    page.wait_for_timeout(300)
    assert body.inner_html() == LITERAL


def test_what_only_looks_like_markdown_stays_what_it_is(page, sign_in, editor):
    body, _ = open_desk(page, sign_in, editor, make_article(status="draft", body=""))
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/markdown/") else None)
    for text in ["# a comment\npip install it", "- only one", "C# is #1", "1. January\nwas cold", "a | b"]:
        copy(page, text)
        body.click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.press("ControlOrMeta+v")
        assert body.inner_html() == "".join(f"<p>{line}</p>" for line in text.splitlines())
    assert not sent


def test_web_page(paste):
    body = paste(WEB_PAGE)
    assert body.startswith("<h4>Kicker</h4><p>One marked word.</p>")
    for unwanted in ["script", "style", 'class="high', "iframe", "onclick", "<div", "<span", "example.com", "button"]:
        assert unwanted not in body


def test_plain_text_becomes_paragraphs(page, sign_in, editor):
    article = make_article(status="draft", body="")
    body, _ = open_desk(page, sign_in, editor, article)
    body.click()
    body.evaluate(
        PASTE.replace('clipboardData.setData("text/html", html)', "").replace('"plain"', "html"), "One\n\nTwo <b>"
    )
    save(page)
    article.refresh_from_db()
    assert article.body == "<p>One</p><p>Two &lt;b&gt;</p>"


def test_what_is_copied_on_a_page_by_keyboard(page, sign_in, editor):
    source = make_article("Source", body="<h2>A heading</h2><p>Some <strong>strong</strong> words.</p>")
    article = make_article(status="draft", body="")
    page.goto(source.get_absolute_url())
    page.evaluate("""() => {
        const range = document.createRange()
        range.setStartBefore(document.querySelector("h2#a-heading"))
        range.setEndAfter([...document.querySelectorAll("p")].find((p) => p.textContent.startsWith("Some strong")))
        getSelection().removeAllRanges()
        getSelection().addRange(range)
    }""")
    page.keyboard.press("ControlOrMeta+c")
    body, _ = open_desk(page, sign_in, editor, article)
    body.click()
    page.keyboard.press("ControlOrMeta+v")
    expect(body).to_contain_text("A heading")
    save(page)
    article.refresh_from_db()
    assert article.body == "<h2>A heading</h2><p>Some <strong>strong</strong> words.</p>"


def test_what_is_cut_and_pasted_within_the_editor_stays_the_same(page, sign_in, editor):
    words = '<h2>A</h2><ul><li><p>b</p></li></ul><pre><code class="language-python">c</code></pre><p>d</p>'
    article = make_article(status="draft", body=words)
    body, _ = open_desk(page, sign_in, editor, article)
    body.click()
    for keys in ("a", "x", "v"):
        page.keyboard.press(f"ControlOrMeta+{keys}")
    save(page)
    article.refresh_from_db()
    assert article.body == words
