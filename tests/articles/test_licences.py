"""The line below a picture that says who made it and what one may do with it."""

import pytest

from articles.licences import LICENCES, credit_line
from articles.models import Image
from articles.picture_forms import DescriptionForm
from tests.factories import make_article, make_image

CC_BY = '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>'


@pytest.mark.parametrize(
    ("credit", "licence", "line"),
    [
        ("Ann Lee", "CC BY 4.0", f"Photo: Ann Lee / {CC_BY}"),
        ("Ann Lee", "", "Photo: Ann Lee"),
        ("Illustration: Ann Lee", "All rights reserved", "Illustration: Ann Lee / All rights reserved"),
        ("", "CC BY 4.0", CC_BY),
        ("", "Ask <Bob>", "Ask &lt;Bob&gt;"),
        ("", "", ""),
    ],
)
def test_line_names_maker_and_licence(credit, licence, line):
    assert credit_line(Image(credit=credit, licence=licence)) == line


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"licence_0": "CC0", "licence_1": "left over"}, "CC0"),
        ({"licence_0": "other", "licence_1": " Ask Bob "}, "Ask Bob"),
        ({"licence_0": "", "licence_1": "left over"}, ""),
        ({"licence": "CC BY 4.0"}, "CC BY 4.0"),
        ({"licence": "Ask Bob"}, "Ask Bob"),
        ({}, ""),
    ],
)
def test_licence_is_one_of_the_known_or_own_words(db, sent, kept):
    form = DescriptionForm({"focal_x": "50", "focal_y": "50"} | sent)
    assert form.is_valid()
    assert form.cleaned_data["licence"] == kept


@pytest.mark.parametrize("sent", [{"licence_0": "nonsense"}, {"licence_0": "other", "licence_1": "x" * 101}])
def test_nonsense_is_no_licence(db, sent):
    assert "licence" in DescriptionForm({"focal_x": "50", "focal_y": "50"} | sent).errors


def test_own_words_come_back_into_their_field(db):
    page = str(DescriptionForm(instance=Image(licence="Ask Bob"))["licence"])
    assert '<option value="other" selected>' in page
    assert 'value="Ask Bob"' in page
    assert '<option value="CC0" selected>' in str(DescriptionForm(instance=Image(licence="CC0"))["licence"])


def test_every_address_of_a_licence_is_a_page():
    assert all(address.startswith("https://") for address in LICENCES.values() if address)


def test_article_page_credits_cover_and_figures(client, db):
    image = make_image(credit="Ann Lee", licence="CC BY 4.0")
    figure = f'<figure><img src="{image.file.url}" alt="x"><figcaption>Teal</figcaption></figure>'
    bare = f'<figure><img src="{image.file.url}" alt="x"></figure>'
    article = make_article(cover=image, body=figure + bare)
    text = client.get(article.get_absolute_url()).text
    assert text.count(f'<span class="credit">Photo: Ann Lee / {CC_BY}</span>') == 3
    assert article.body_html.count("<figcaption>") == 2


def test_caption_that_says_the_credit_itself_is_left_alone(db):
    image = make_image(credit="Ann Lee", licence="")
    caption = "<figcaption>Teal. Photo: Ann Lee</figcaption>"
    article = make_article(body=f'<figure><img src="{image.file.url}" alt="x">{caption}</figure>')
    assert caption in article.body_html
