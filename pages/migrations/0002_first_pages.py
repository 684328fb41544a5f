from django.db import migrations

ABOUT = """
<p>This is an online magazine about modern technologies: what is new, how it works and what it is good for. Its articles are written by people, who sign them; more of each is on the page behind their name.</p>
<h2>How we work</h2>
<p>Nothing appears before an editor has read it. Where a story was first reported by somebody else, the headline says so and leads there. When we get something wrong we correct the article itself.</p>
<p>Below every article stand its numbers. What they mean, and what is left out of them, is explained under <a href="/how-we-count/">How we count</a>.</p>
<h2>The program</h2>
<p>The magazine runs on software that anybody may read, use and change. It loads nothing from other sites, and everything on it can be read without JavaScript and without an account.</p>
"""
CONTACT = """
<p>For what concerns one article, the comments below it are the quickest way: its authors read them, and whatever breaks the rules can be reported there.</p>
<p>Where the editors take mail, their address stands at the foot of every page. Please name the article that you write about. Corrections are welcome.</p>
<p>Whoever found a hole in the security of this site finds the address for that in <a href="/.well-known/security.txt">security.txt</a>.</p>
"""
PRIVACY = """
<p>You can read everything here without telling us who you are. Pages load nothing from other sites, and nobody else is told that you read them.</p>
<h2>Cookies</h2>
<p>Who only reads gets none. A cookie is set when you do something that needs one: it remembers your sign-in, protects a form against other sites, keeps the colours you chose, or knows your browser again after you liked or disliked an article.</p>
<h2>What is counted</h2>
<p>Views are counted without keeping who viewed: <a href="/how-we-count/">How we count</a> says exactly how.</p>
<h2>Accounts</h2>
<p>An account keeps your username, your e-mail address, a scrambled form of your password, and what you add to your profile. Your address is shown to nobody but the people who run the magazine. For each sign-in we keep the network address and the browser that were used, so that you can see and end it under your profile. Comments and reports are kept with your account.</p>
<h2>What you can ask for</h2>
<p>You can change your profile, your address and your password yourself. To have your account deleted, or to know what we keep about you, write to us: the ways to reach us are under <a href="/pages/contact/">Contact</a>.</p>
"""
COUNTING = """
<p>Every article carries four numbers: likes, dislikes, views and comments. A number that nobody can check is decoration, so here is what each of ours means and what it leaves out.</p>
"""
PAGES = [
    ("about", "About", ABOUT, "Who makes this magazine, and how."),
    ("contact", "Contact", CONTACT, "How to reach the people who make this magazine."),
    ("privacy", "Privacy", PRIVACY, "What this magazine knows of its readers, and what it does not."),
    ("how-we-count", "How we count", COUNTING, ""),
]


def write_pages(apps, schema_editor):
    """In the form in which they would be saved: plain text needs no rendering."""
    page = apps.get_model("pages", "Page").objects.using(schema_editor.connection.alias)
    for slug, title, text, description in PAGES:
        said = {"title": title, "body": text.strip(), "body_html": text.strip(), "seo_description": description}
        page.get_or_create(slug=slug, defaults={**said, "published": True})


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_pages")]

    operations = [migrations.RunPython(write_pages, migrations.RunPython.noop)]
