"""The OpenAPI document of `/api/`, made of the questions and of their schema."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from ledger import __version__
from ledger.answers import schema
from ledger.serving.failing import API, PROBLEM
from ledger.serving.parameters import Parameter
from ledger.serving.question import Endpoint
from ledger.serving.questions import QUESTIONS

VERSION: Final = "3.1.0"
ABOUT: Final = """\
Every answer is as of a day (`as_of`) and of what this ledger had recorded (`known_at`);
`basis.token` gives it again. It names the events that it rests on, and who said each.
docs/answers.md says what its keys mean."""

TROUBLE: Final[Mapping[int, str]] = {
    403: "the token is missing, or the request comes from another site",
    404: "an unknown name; the hint offers near ones",
    406: "no JSON is accepted",
    409: "a rule of the ledger forbids it",
    422: "a parameter cannot be read; the hint says how it is written",
    500: "the ledger is damaged, or sayso is at fault",
    503: "the ledger cannot be read right now",
}
PROBLEM_SCHEMA: Final = {
    "type": "object",
    "description": "what went wrong (RFC 9457)",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what went wrong"},
        "hint": {"type": "string", "description": "what to do"},
    },
    "required": ["type", "title", "status", "detail"],
}
SCHEMAS: Final = "#/components/schemas/"


@cache
def described(pages: tuple[Parameter, ...]) -> dict[str, Any]:
    """Give the document; `pages` are parameters that every question takes."""
    shapes = _with_references_moved(schema.shipped()["$defs"])
    return {
        "openapi": VERSION,
        "info": {"title": "sayso", "version": __version__, "description": ABOUT},
        "jsonSchemaDialect": schema.DIALECT,
        "paths": {
            f"{API}{one.name}": {"get": _operation(one, pages)}
            for one in QUESTIONS.values()
        },
        "components": {
            "schemas": {**shapes, "problem": PROBLEM_SCHEMA},
            "responses": {
                str(status): _problem(words) for status, words in TROUBLE.items()
            },
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "the token of the address that the server printed",
                }
            },
        },
        "security": [{"token": []}],
    }


def _operation(question: Endpoint, pages: Iterable[Parameter]) -> dict[str, Any]:
    shapes = [{"$ref": f"{SCHEMAS}{name}"} for name in question.answers]
    answer = shapes[0] if len(shapes) == 1 else {"oneOf": shapes}
    return {
        "operationId": question.name.replace("-", "_"),
        "summary": question.about,
        "parameters": [_parameter(one) for one in (*question.every, *pages)],
        "responses": {
            "200": {
                "description": "the answer, as -f json prints it; or a page of it",
                "headers": {
                    "ETag": {
                        "description": "stands for the question and its basis",
                        "schema": {"type": "string"},
                    }
                },
                "content": {"application/json": {"schema": answer}},
            },
            "304": {"description": "the answer that has this ETag still stands"},
            **{
                str(status): {"$ref": f"#/components/responses/{status}"}
                for status in TROUBLE
            },
        },
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    several = {"style": "form", "explode": True} if one.kind == "texts" else {}
    return {
        "name": one.name,
        "in": "query",
        "description": one.about,
        "required": one.required,
        "schema": one.schema(),
        **several,
    }


def _problem(words: str) -> dict[str, Any]:
    told = {"schema": {"$ref": f"{SCHEMAS}problem"}}
    return {"description": words, "content": {PROBLEM: told}}


def _with_references_moved(part: Any) -> Any:  # JSON
    """Let references point to where OpenAPI keeps schemas."""
    if isinstance(part, list):
        return [_with_references_moved(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: value.replace("#/$defs/", SCHEMAS)
        if key == "$ref" and isinstance(value, str)
        else _with_references_moved(value)
        for key, value in part.items()
    }
