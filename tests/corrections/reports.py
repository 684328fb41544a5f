"""What readers report in tests."""

from corrections.models import Correction

BODY = (
    "<h2>Chips</h2><p>Moore wrote it down in 1956. The <em>number</em> of parts would double.</p>"
    '<p>See <a href="https://example.org/old">the paper</a> for more.</p>'
    "<pre><code>print 1</code></pre><p>Moore wrote it down. Others followed him.</p>"
)


def make_correction(article, reader, exact="Moore wrote it down in 1956.", **fields) -> Correction:
    return Correction(article=article, reader=reader, exact=exact, **fields).post()
