import pytest

from markup import as_markdown, clean_article

HERE = "https://magazine.example/articles/chips/"


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<h2>Part</h2><p>One <strong>bold</strong> <em>word</em>.</p>", "## Part\n\nOne **bold** *word*."),
        ("<ul><li><p>a</p></li><li>b</li></ul>", "- a\n- b"),
        ("<p>A chip<small class='footnote'>Of <em>1971</em>.</small>.</p>", "A chip[^1].\n\n[^1]: Of *1971*."),
        ('<pre><code class="language-python">a &lt; b*c</code></pre>', "```python\na < b*c\n```"),
        ("<pre><code>```\nx\n```</code></pre>", "````\n```\nx\n```\n````"),
        ('<aside class="tip"><header>Look</header><p>here</p></aside>', "> Tip\n>\n> **Look**\n>\n> here"),
        ("<table><tbody><tr><th>A</th></tr><tr><td>x|y</td></tr></tbody></table>", "| A |\n| --- |\n| x\\|y |"),
        ('<figure class="embed"><a href="https://youtu.be/x">Film</a></figure>', "[Film](https://youtu.be/x)"),
        ('<p><a href="#part">up</a> <a href="/x/">x</a></p>', f"[up]({HERE}#part) [x](https://magazine.example/x/)"),
        ("", ""),
    ],
)
def test_what_bodies_are_made_of_is_markdown(body, markdown):
    assert as_markdown(body, HERE) == markdown


def test_picture_has_an_address_with_a_host_and_its_caption():
    body = '<figure><img src="/media/a.png" alt="A chip"><figcaption>New</figcaption></figure>'
    assert as_markdown(body, HERE) == "![A chip](https://magazine.example/media/a.png)\n\n*New*"


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("a &lt;script&gt; tag", r"a \<script> tag"),
        ("&amp;lt;", r"\&lt;"),
        ("1. May", r"1\. May"),
        ("# no heading", r"\# no heading"),
        ("snake_case * [x]", r"snake\_case \* \[x\]"),
        ("AT&amp;T, 2 + 2", "AT&T, 2 + 2"),
    ],
)
def test_words_stay_words(words, escaped):
    assert as_markdown(clean_article(f"<p>{words}</p>"), HERE) == escaped
