"""The addresses under which something is recorded, and the page that begins with."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ledger.book import Book
from ledger.page.markup import Html, tag
from ledger.serving import drafts, records, reviews
from ledger.serving.asking import answering, settings_of
from ledger.serving.forms import TypedBefore
from ledger.serving.frame import plain
from ledger.serving.posting import READS, actor_of, posting, site_for
from ledger.serving.site import Site


def begin(request: Request, book: Book) -> Response:
    """Draw where an article is pasted, or a report is typed."""
    actor = actor_of(request, settings_of(request.app))
    if actor is None:
        raise HTTPException(403, READS)
    site = site_for(request, book, actor)
    page = plain(
        site,
        "Record",
        tag("p", "You record as ", tag("b", actor), "."),
        tag("h3", "From an article"),
        reviews.article_form(site),
        tag("h3", "A report that you type"),
        records.report_form(site),
        tag("h3", "Who is not on record yet"),
        *records.name_forms(site),
    )
    return HTMLResponse(page)


def _answers(site: Site, before: TypedBefore) -> list[Html]:
    return records.answer_forms(site, site.path.rpartition("/")[2], before)


ROUTES: Final = (
    Route("/record", answering(begin)),
    Route(
        "/record/report",
        posting(
            records.report,
            records.again(
                lambda site, before: [records.report_form(site, before)], "A report"
            ),
        ),
        methods=["POST"],
    ),
    *(
        Route(
            f"/record/{name}",
            posting(do, records.again(records.name_forms, "Not registered")),
            methods=["POST"],
        )
        for name, do in (("company", records.company), ("source", records.source))
    ),
    *(
        Route(
            f"/record/{name}/{{event}}",
            posting(do, records.again(_answers, "Not recorded")),
            methods=["POST"],
        )
        for name, do in (
            ("deny", records.deny),
            ("confirm", records.confirm),
            ("correct", records.correct),
            ("void", records.void),
        )
    ),
    Route("/record/draft", posting(drafts.draft, drafts.again), methods=["POST"]),
    Route("/record/review", posting(drafts.review, drafts.again), methods=["POST"]),
)
