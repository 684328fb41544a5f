from django.urls import path, register_converter

from . import converters, crawlers, feeds, history, plain, robots, views

register_converter(converters.Year, "year")
register_converter(converters.Month, "month")


def listing_feeds(place, view, name):
    """RSS at `feed/`, and Atom and JSON Feed below it."""
    return [
        path(f"{place}feed/", view, {"kind": "rss"}, name=f"{name}-feed"),
        path(f"{place}feed/atom/", view, {"kind": "atom"}, name=f"{name}-feed-atom"),
        path(f"{place}feed/json/", view, {"kind": "json"}, name=f"{name}-feed-json"),
    ]


app_name = "articles"
urlpatterns = [
    path("", views.home, name="home"),
    path("articles/<slug:slug>/", views.detail, name="detail"),
    path("articles/<slug:slug>.md", plain.article, name="markdown"),
    path("articles/<slug:slug>/history/", history.history, name="history"),
    path("articles/<slug:slug>/history/<int:pk>/", history.change, name="change"),
    path("preview/<str:token>/", views.preview, name="preview"),
    path("share/<int:pk>/<slug:digest>.jpg", views.share_card, name="share-card"),
    # listings
    path("categories/<slug:slug>/", views.category, name="category"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("authors/<str:username>/", views.author, name="author"),
    path("archive/<year:year>/<month:month>/", views.archive, name="archive"),
    # feeds
    path("feeds/", feeds.subscribe, name="subscribe"),
    path("feeds/rss.xml", feeds.site, {"kind": "rss"}, name="feed-rss"),
    path("feeds/atom.xml", feeds.site, {"kind": "atom"}, name="feed-atom"),
    path("feeds/feed.json", feeds.site, {"kind": "json"}, name="feed-json"),
    *listing_feeds("categories/<slug:slug>/", feeds.category, "category"),
    *listing_feeds("tags/<slug:slug>/", feeds.tag, "tag"),
    *listing_feeds("authors/<str:username>/", feeds.author, "author"),
    *listing_feeds("archive/<year:year>/<month:month>/", feeds.archive, "archive"),
    # crawlers
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap"),
    path("sitemap-articles.xml", crawlers.sitemap_of_articles, name="sitemap-articles"),
    path("sitemap-listings.xml", crawlers.sitemap_of_listings, name="sitemap-listings"),
    path("news-sitemap.xml", crawlers.news_sitemap, name="news-sitemap"),
    path("robots.txt", robots.robots, name="robots"),
    path("llms.txt", robots.llms, name="llms"),
    path("indexnow.txt", robots.indexnow_key, name="indexnow-key"),
    path(".well-known/security.txt", robots.security, name="security"),
]
