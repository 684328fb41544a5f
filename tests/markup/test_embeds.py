"""Videos, posts and pens: a link in the body, for readers a button and a frame that waits."""

from html import escape

import pytest

import markup
from markup.tree import parse

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FRAMES = [
    (VIDEO, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
    ("https://youtu.be/dQw4w9WgXcQ?si=abc", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
    (
        "https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=90s",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=90",
    ),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
    ("https://vimeo.com/76979871/0a1b2c3d4e", "https://player.vimeo.com/video/76979871?h=0a1b2c3d4e&dnt=1&autoplay=1"),
    ("https://x.com/jack/status/20", "https://platform.twitter.com/embed/Tweet.html?id=20&dnt=true"),
    ("https://twitter.com/jack/status/20?s=20", "https://platform.twitter.com/embed/Tweet.html?id=20&dnt=true"),
    ("https://mastodon.social/@Gargron/1", "https://mastodon.social/@Gargron/1/embed"),
    ("https://codepen.io/chris/pen/aBcDeF", "https://codepen.io/chris/embed/aBcDeF?default-tab=result"),
]
GIST = "https://gist.github.com/ada/0123456789abcdef0123456789abcdef"


def rendered(body):
    return markup.render_article(body, lambda *image: None)


def embed(address, title=""):
    return f'<figure class="embed"><a href="{escape(address)}" rel="noopener">{escape(title or address)}</a></figure>'


@pytest.mark.parametrize(("address", "frame"), FRAMES)
def test_address_alone_in_a_paragraph_becomes_a_frame_of_its_host(address, frame):
    typed = address.replace("&", "&amp;")
    body = markup.clean_article(f"<p>{typed}</p>")
    assert body == embed(address)
    assert markup.clean_article(f'<p><a href="{typed}">{typed}</a></p>') == body
    (found,) = parse(rendered(body)).iter("iframe")
    assert found.get("src") == frame
    assert frame.startswith(tuple(f"{host}/" for host in markup.frame_sources()))


def test_frame_may_do_no_more_than_it_must():
    (frame,) = parse(rendered(embed(VIDEO, "A talk"))).iter("iframe")
    assert dict(frame.items()) == {
        "src": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
        "title": "A talk",
        "sandbox": "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation",
        "allow": "autoplay; encrypted-media; fullscreen; picture-in-picture",
        "referrerpolicy": "strict-origin-when-cross-origin",
    }


@pytest.mark.parametrize(
    "address", [address for address, _ in FRAMES if "youtu" not in address and "vimeo" not in address]
)
def test_host_of_a_post_is_not_told_where_it_is_shown(address):
    (frame,) = parse(rendered(embed(address))).iter("iframe")
    assert frame.get("referrerpolicy") == "no-referrer"


def test_button_says_what_it_does_and_where_from():
    html = rendered(embed(VIDEO, "A <b>talk</b>"))
    (button,) = parse(html).iter("button")
    assert button.text_content() == "Play the video Loads from www.youtube-nocookie.com"
    assert f'<a href="{VIDEO}" rel="noopener">A &lt;b&gt;talk&lt;/b&gt;</a> <span>YouTube</span>' in html


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (GIST, f'<a href="{GIST}" rel="noopener">A gist on GitHub</a> <span>GitHub</span>'),
        ("https://elsewhere.example/@ada/1", "More on elsewhere.example</a>"),
    ],
)
def test_what_cannot_be_framed_is_a_card_with_its_link(address, said):
    html = rendered(embed(address))
    assert said in html
    assert "<button" not in html
    assert "<iframe" not in html


@pytest.mark.parametrize(
    "body",
    [
        f'<p><a href="{VIDEO}" rel="noopener">a talk</a></p>',
        f"<p>See {VIDEO}</p>",
        f"<ul><li><p>{VIDEO}</p></li></ul>",
        "<p>https://mastodon.example/@ada/1</p>",
        "<p>https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ</p>",
        f"<pre><code>{VIDEO}</code></pre>",
    ],
)
def test_other_addresses_stay_what_they_are(body):
    assert markup.clean_article(body) == body


def test_embed_of_another_magazine_is_found_in_what_it_pastes():
    pasted = f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n{VIDEO}\n</div></figure>'
    assert markup.clean_article(pasted) == embed(VIDEO)


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        ('<figure class="embed">words</figure>', "words"),
        ('<figure class="embed"><a href="/inside/">words</a></figure>', '<a href="/inside/">words</a>'),
        (
            f'<figure class="embed"><a href="{VIDEO}">a</a> and words</figure>',
            f'<a href="{VIDEO}" rel="noopener">a</a> and words',
        ),
        (f'<figure class="embed"><a href="{VIDEO}"></a></figure>', embed(VIDEO)),
        (f'<figure class="embed"><a href="{VIDEO}"><b>A</b> talk</a></figure>', embed(VIDEO, "A talk")),
    ],
)
def test_broken_embed_loses_no_words(broken, kept):
    assert markup.clean_article(broken) == kept


def test_very_long_address_is_no_embed_and_costs_no_time():
    address = "https://www.youtube.com/watch?" + "&v=aaaaaaaaaaa" * 5000
    assert "<figure" not in markup.clean_article(f"<p>{address}</p>")


def test_markdown_has_embeds_too():
    assert markup.article_from_markdown(f"Look:\n\n{VIDEO}\n").endswith(embed(VIDEO))


def test_tags_in_markdown_are_words_unless_it_is_said_to_hold_html():
    assert markup.article_from_markdown("A Vec<String>.") == "<p>A Vec&lt;String&gt;.</p>"
    source = 'A<small class="footnote">*b*</small>'
    assert markup.article_from_markdown(source, with_html=True) == '<p>A<small class="footnote"><em>b</em></small></p>'


def test_feeds_have_the_link():
    assert markup.render_for_feeds(embed(VIDEO, "A talk"), "https://magazine.example/") == embed(VIDEO, "A talk")
