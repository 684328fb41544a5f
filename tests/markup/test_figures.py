"""Boxes, pull quotes and galleries: kept as they are written, rendered for readers, and never losing words."""

import pytest

import markup

TIP = '<aside class="tip"><header>Before you start</header><p>Unplug it.</p></aside>'
QUOTE = '<figure class="pull-quote"><blockquote><p>So it is.</p></blockquote><figcaption>Ada</figcaption></figure>'
GALLERY = (
    '<figure class="gallery"><figure><img src="/media/a.jpg" alt="A"><figcaption>One</figcaption></figure>'
    '<figure><img src="/media/b.jpg" alt="B"></figure></figure>'
)


@pytest.mark.parametrize("body", [TIP, QUOTE, GALLERY, '<aside class="warning"><p>Hot.</p></aside>'])
def test_element_is_stored_as_it_is_written(body):
    assert markup.clean_article(body) == body


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<aside><p>a</p></aside>", "<p>a</p>"),
        ('<aside class="sidebar"><p>a</p></aside>', "<p>a</p>"),
        ('<aside class="tip evil"><p>a</p></aside>', '<aside class="tip"><p>a</p></aside>'),
        (
            '<aside class="tip"><p>a</p><aside class="note"><p>b</p></aside></aside>',
            '<aside class="tip"><p>a</p><p>b</p></aside>',
        ),
        ('<aside class="tip"><header> </header><p>a</p></aside>', '<aside class="tip"><p>a</p></aside>'),
        (
            '<aside class="tip"><header><h2>a</h2></header><p>b</p></aside>',
            '<aside class="tip"><h2>a</h2><p>b</p></aside>',
        ),
        ('<aside class="tip"><p></p></aside>', ""),
        ("<header>a</header>", "a"),
        ('<figure class="pull-quote"><p>a</p></figure>', "<p>a</p>"),
        (
            '<figure class="pull-quote"><blockquote><p>a</p></blockquote>b</figure>',
            "<blockquote><p>a</p></blockquote>b",
        ),
        (
            '<figure class="gallery"><img src="/media/a.jpg" alt="A"><figure><img src="/media/b.jpg" alt="B"></figure></figure>',
            '<figure class="gallery"><figure><img src="/media/a.jpg" alt="A"></figure><figure><img src="/media/b.jpg" alt="B"></figure></figure>',
        ),
        (
            '<figure class="gallery"><figure><img src="/media/a.jpg" alt=""></figure>b</figure>',
            '<figure><img src="/media/a.jpg" alt=""></figure>b',
        ),
        ('<figure class="gallery"><figure><img src="https://evil.example/a.jpg"></figure></figure>', ""),
        ('<figure class="gallery"></figure>', ""),
        (
            '<figure class="figure"><img src="/media/a.jpg" alt=""></figure>',
            '<figure><img src="/media/a.jpg" alt=""></figure>',
        ),
    ],
)
def test_what_is_not_as_it_should_be_is_mended_and_loses_no_words(dirty, clean):
    assert markup.clean_article(dirty) == clean


@pytest.mark.parametrize(("kind", "word"), [("note", "Note"), ("tip", "Tip"), ("warning", "Warning")])
def test_kind_of_a_box_is_said_in_words_to_readers_and_in_feeds(kind, word):
    body = f'<aside class="{kind}"><header>Title</header><p>a</p></aside>'
    html = f'<aside class="box box--{kind}" role="note"><p class="box__kind">{word}</p><header>Title</header><p>a</p></aside>'
    assert markup.render_article(body, lambda *image: None) == html
    assert markup.render_for_feeds(body, "https://magazine.example/") == html


def test_pictures_of_a_gallery_are_rendered_as_such():
    asked = []
    markup.render_article(
        f'{GALLERY}<figure><img src="/media/c.jpg" alt="C"></figure>', lambda *image: asked.append(image)
    )
    assert asked == [("/media/a.jpg", "A", True), ("/media/b.jpg", "B", True), ("/media/c.jpg", "C", False)]


def test_words_of_all_elements_are_found():
    assert markup.text(TIP + QUOTE + GALLERY) == "Before you start. Unplug it. So it is. Ada One"
