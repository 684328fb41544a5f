import pytest
from lxml import html

from articles.models import OldSlug
from tests.factories import make_article, make_category, make_comment, make_image, make_reaction, make_tag, make_user

HOSTILE = "</script><script>alert(1)</script>"
QUERIES = 8  # however many comments, tags and related articles there are


def page_of(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return html.document_fromstring(response.text)


def words_of(element):
    return " ".join(element.text_content().split())


@pytest.fixture
def story(alice):
    return make_article(
        "Chips by mail",
        lead="What it came to.",
        authors=[alice],
        tags=[make_tag("Chips")],
        cover=make_image(alt="A teal field", caption="Teal", credit="Alice", licence="CC0 1.0"),
        source_name="The Information",
        source_url="https://example.org/story",
        stats={"likes": 12345, "dislikes": 2, "views": 1000000, "comments": 4},
    )


def test_parts_stand_in_their_order(client, story):
    make_article("Neighbour")
    page = client.get(story.get_absolute_url()).text
    parts = [
        *(
            'class="masthead"',
            'aria-label="Breadcrumb"',
            "<h1",
            'data-counter="likes"',
            'class="cover"',
            'class="byline"',
        ),
        *('class="article__lead"', "data-text", 'id="reactions"', 'class="tags"', 'id="comments"', 'id="related"'),
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_breadcrumb_leads_back_to_the_category_and_ends_with_the_headline(client, story):
    crumbs = page_of(client, story).xpath('//nav[@aria-label="Breadcrumb"]//li')
    assert [words_of(crumb) for crumb in crumbs] == ["Back", "Technologies", "Chips by mail"]
    assert [crumb.xpath("string(a/@href)") for crumb in crumbs] == ["/categories/technologies/"] * 2 + [""]
    assert crumbs[2].get("aria-current") == "page"


def test_headline_ends_with_its_linked_source(client, story):
    (headline,) = page_of(client, story).xpath("//h1")
    assert words_of(headline) == "Chips by mail - The Information"
    assert headline.xpath("string(.//a/@href)") == "https://example.org/story"


def test_own_story_has_no_source_in_its_headline(client, db):
    assert words_of(page_of(client, make_article("Ours")).xpath("//h1")[0]) == "Ours"


def test_source_without_address_is_named_and_not_linked(client, db):
    (headline,) = page_of(client, make_article("Theirs", source_name="A letter")).xpath("//h1")
    assert words_of(headline) == "Theirs - A letter"
    assert not headline.xpath(".//a")


def test_counters_are_bare_numbers_in_their_order(client, story):
    counters = page_of(client, story).xpath("//*[@data-counter]")
    assert [(counter.get("data-counter"), counter.text_content()) for counter in counters] == [
        ("likes", "12345"),
        ("dislikes", "2"),
        ("views", "1000000"),
        ("comments", "4"),
    ]


def test_cover_has_caption_credit_licence_and_size(client, story):
    (cover,) = page_of(client, story).xpath('//figure[@class="cover"]')
    assert words_of(cover.find("figcaption")) == "Teal Photo: Alice / CC0 1.0"
    (image,) = cover.xpath(".//img")
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("A teal field", "96", "64")
    assert image.get("fetchpriority") == "high"


def test_byline_names_every_author_in_order_with_date_and_reading_time(client, alice, bob):
    mona = make_user("mona.k", display_name="Mona")
    article = make_article(authors=[bob, alice, mona], body=f"<p>{'word ' * 700}</p>")
    (byline,) = page_of(client, article).xpath('//div[@class="byline"]')
    assert words_of(byline.xpath('.//p[@class="byline__names"]')[0]) == "By Bob Brandt, Alice Ashby and Mona"
    assert words_of(byline.xpath('.//p[@class="byline__facts"]')[0]).endswith("· 3 min read")
    assert byline.xpath("string(.//time/@datetime)").startswith(f"{article.published_at:%Y-%m-%dT%H:%M:%S}+")


def test_article_without_authors_cover_lead_or_tags_is_shown(client, db):
    page = page_of(client, make_article("Bare", lead=""))
    assert not page.xpath('//figure | //p[@class="article__lead"] | //ul[@class="tags"]')


def test_related_posts_are_up_to_six_and_never_the_article_itself(client, story):
    for number in range(8):
        make_article(f"Neighbour {number}")
    (related,) = page_of(client, story).xpath('//section[@id="related"]')
    assert words_of(related.xpath(".//h2")[0]) == "Related Posts"
    links = related.xpath(".//h3/a/@href")
    assert len(links) == 6
    assert story.get_absolute_url() not in links


def test_lonely_article_has_no_related_posts(client, db):
    assert not page_of(client, make_article()).xpath('//section[@id="related"]')


def test_long_piece_has_a_table_of_contents_whose_links_arrive(client, db):
    part = f"<h2>Same name</h2><p>{'word ' * 350}</p><h3>Deeper</h3>"
    page = page_of(client, make_article(body=f"<h2>Comments</h2>{part * 3}"))
    links = page.xpath("//nav[@data-contents]//a")
    assert [link.text for link in links] == ["Comments", *["Same name", "Deeper"] * 3]
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert all(ids.count(link.get("href")[1:]) == 1 for link in links)
    assert page.xpath("//*[@data-progress]")


@pytest.mark.parametrize("body", ["<h2>One</h2><h2>Two</h2><h2>Three</h2><p>Short.</p>", f"<p>{'word ' * 2000}</p>"])
def test_short_or_undivided_piece_has_no_table_of_contents(client, db, body):
    assert not page_of(client, make_article(body=body)).xpath("//*[@data-contents or @data-progress]")


def test_hostile_words_stay_text_everywhere(client, db):
    person = make_user("mal", display_name=HOSTILE[:60], bio=HOSTILE)
    article = make_article(
        HOSTILE,
        slug="hostile",
        lead=HOSTILE,
        source_name=HOSTILE,
        seo_description=HOSTILE,
        body=f"<h2>{HOSTILE}x</h2><p>{HOSTILE}</p>",
        authors=[person],
        category=make_category(HOSTILE, slug="h", description=HOSTILE),
        tags=[make_tag(HOSTILE, slug="h")],
        cover=make_image(alt=HOSTILE, caption=HOSTILE, credit=HOSTILE, licence=HOSTILE),
    )
    make_comment(article, person, body=HOSTILE)
    make_article(category=article.category)
    for address in (article.get_absolute_url(), "/", "/categories/h/", "/tags/h/", "/authors/mal/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "<script>" not in response.text
        assert "&lt;script&gt;" in response.text


def test_page_for_strangers_sets_no_cookie_and_carries_no_token(client, story):
    make_comment(story)
    response = client.get(story.get_absolute_url())
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
    assert "public" in response.headers["Cache-Control"]


def test_page_counts_its_views_by_beacon(client, story):
    page = page_of(client, story)
    assert page.xpath("//@data-views") == ["/articles/chips-by-mail/views/"]
    assert any("js/views" in source for source in page.xpath("//script/@src"))


def test_queries_do_not_grow_with_comments_and_neighbours(
    client, story, bob, frame_is_kept, django_assert_max_num_queries
):
    root = make_comment(story, bob)
    with django_assert_max_num_queries(QUERIES) as few:
        client.get(story.get_absolute_url())
    for _ in range(15):
        make_comment(story)
        make_comment(parent=root)
        make_article(tags=[make_tag("Chips")], cover=make_image())
        make_reaction(story)
    with django_assert_max_num_queries(QUERIES) as many:
        client.get(story.get_absolute_url())
    assert len(many) <= len(few) + 1  # the replies, of which there were none


def test_signed_in_it_takes_a_few_queries_more(client, story, bob, mona, frame_is_kept, django_assert_max_num_queries):
    """Who it is (2), what they may (2), their vote and votes (2), their visit (2), what of theirs waits, whom they ignore,
    whether they saved it, and that they read it (2, which wait elsewhere)."""
    make_comment(parent=make_comment(story, bob))
    for person in (bob, mona):
        client.force_login(person)
        with django_assert_max_num_queries(QUERIES + 15):
            client.get(story.get_absolute_url())


def test_only_the_cover_is_loaded_at_once(client, story):
    for _ in range(3):
        make_article(tags=[make_tag("Chips")], cover=make_image())
    pictures = page_of(client, story).xpath("//img[@width]")
    assert pictures[0].get("loading") is None
    assert pictures[0].get("fetchpriority") == "high"
    assert {picture.get("loading") for picture in pictures[1:]} == {"lazy"}


def test_old_address_redirects_for_good(client, story):
    OldSlug.objects.create(slug="chips-by-post", article=story)
    response = client.get("/articles/chips-by-post/")
    assert (response.status_code, response.headers["Location"]) == (301, "/articles/chips-by-mail/")


@pytest.mark.parametrize("slug", ["nothing", "no-such-story-" * 20])
def test_unknown_address_is_404_in_the_site_s_clothes(client, db, slug):
    response = client.get(f"/articles/{slug}/")
    assert response.status_code == 404
    assert 'class="masthead"' in response.text


def test_page_cannot_be_posted_to(client, story):
    assert client.post(story.get_absolute_url()).status_code == 405


def test_canonical_address_is_where_it_first_appeared(client, db):
    here, elsewhere = make_article(), make_article(canonical_url="https://example.org/first/")
    assert page_of(client, here).xpath('//link[@rel="canonical"]/@href') == [here.public_url]
    assert page_of(client, elsewhere).xpath('//link[@rel="canonical"]/@href') == ["https://example.org/first/"]
