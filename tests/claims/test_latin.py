"""Figures in Latin letters, as articles and tables write them, read exactly."""

import pytest

from ledger.claims.figures import parse_figure
from ledger.claims.latin import read_latin
from ledger.errors import BadInput

WRITTEN = """
$15-20 billion                          | 15B..20B
$15 billion-$20 billion                 | 15B..20B
$15bn–20bn                              | 15B..20B
$15 – 20 billion                        | 15B..20B
$500 million to $1 billion              | 500M..1B
from $500 million to $1 billion         | 500M..1B
From $500 million to $1 billion         | 500M..1B
between $500 million and $1 billion     | 500M..1B
between $8 and $10 billion              | 8B..10B
between 30 and 40 million euros         | EUR30M..40M
15-20 billion dollars                   | 15B..20B
$800 million-1.2 billion                | 800M..1.2B
$25,000-30,000                          | 25K..30K
around $15-20 billion                   | 15B..20B
$2-$3 trillion                          | 2T..3T
nearly $1 billion                       | nearly.1B
almost $700 million                     | nearly.700M
close to $9 billion                     | nearly.9B
just under $2 billion                   | nearly.2B
just shy of $100 million                | nearly.100M
approaching $40bn                       | nearly.40B
up to $4 billion                        | ..4B
as much as $100 billion                 | ..100B
as high as €2 billion                   | ..EUR2B
at most $50m                            | ..50M
no more than $250 million               | ..250M
less than $30 million                   | ..30M
under $5M                               | ..5M
$10 million or less                     | ..10M
capped at $20 million                   | ..20M
over $900 million                       | 900M+
more than $1 billion                    | 1B+
well over $2bn                          | 2B+
at least $650 million                   | 650M+
exceeding $50 million                   | 50M+
in excess of £1.05 billion              | GBP1.05B+
upwards of $10B                         | 10B+
north of $30 billion                    | 30B+
no less than $5 billion                 | 5B+
$1 billion or more                      | 1B+
$1 billion-plus                         | 1B+
$500m plus                              | 500M+
$60B+                                   | 60B+
> $5M                                   | 5M+
>= $5M                                  | 5M+
≤ $5M                                   | ..5M
about $61 billion                       | c.61B
approximately 385 million euros         | c.EUR385M
roughly $3.5 billion                    | c.3.5B
some $750 million                       | c.750M
an estimated $80 billion                | c.80B
in the region of £200m                  | c.GBP200M
on the order of $1bn                    | c.1B
~$61B                                   | c.61B
ca. $15B                                | c.15B
ca $15B                                 | c.15B
Ca.€15B                                 | c.EUR15B
CA$15B                                  | CAD15B
circa $15B                              | c.15B
≈ $61B                                  | c.61B
$500 million or so                      | c.500M
$5M (est.)                              | c.5M
US$2.5bn                                | 2.5B
USD 2.5 billion                         | 2.5B
2.5 billion USD                         | 2.5B
9 billion US dollars                    | 9B
9 billion U.S. dollars                  | 9B
300 million American dollars            | 300M
$9 billion US dollars                   | 9B
€468m                                   | EUR468M
468 million euros                       | EUR468M
€1.2 billion                            | EUR1.2B
£75m                                    | GBP75M
75 million pounds sterling              | GBP75M
CHF 20 million                          | CHF20M
20 million Swiss francs                 | CHF20M
C$300 million                           | CAD300M
300 million Canadian dollars            | CAD300M
A$50m                                   | AUD50M
HK$1.2 billion                          | HKD1.2B
S$90 million                            | SGD90M
NT$3 billion                            | TWD3B
RMB 1.5 billion                         | CNY1.5B
1.5 billion yuan                        | CNY1.5B
CN¥700 million                          | CNY700M
JP¥10 billion                           | JPY10B
10 billion yen                          | JPY10B
₩250 billion                            | KRW250B
250 billion won                         | KRW250B
₹500 crore                              | INR5B
Rs 20 lakh                              | INR2M
400 million Swedish kronor              | SEK400M
R$150 million                           | BRL150M
half a billion dollars                  | 500M
half-a-billion                          | 500M
a quarter of a billion dollars          | 250M
one billion dollars                     | 1B
a billion dollars                       | 1B
two hundred million dollars             | 200M
one and a half billion euros            | EUR1.5B
twenty million pounds                   | GBP20M
$500-million                            | 500M
500-million-dollar                      | 500M
$1.5-billion                            | 1.5B
$1,250,000                              | 1.25M
$ 40 million                            | 40M
$40 MM                                  | 40M
$2 trn                                  | 2T
5 Mio. EUR                              | EUR5M
billions of dollars                     | billions
tens of billions of dollars             | billions
hundreds of billions of dollars         | billions
several billion dollars                 | billions
multi-billion-dollar                    | billions
millions of euros                       | EURmillions
tens of millions of dollars             | millions
a few million pounds                    | GBPmillions
hundreds of millions of dollars         | hundreds-of-millions
hundreds of thousands of dollars        | 100K..1M
exactly $1 billion                      | 1B
a $5 billion                            | 5B
US $2.5bn                               | 2.5B
U.S. $2.5bn                             | 2.5B
HK $2.5bn                               | HKD2.5B
US dollars 5 million                    | 5M
U.S. dollars 5 million                  | 5M
euros 5 million                         | EUR5M
$50+ million                            | 50M+
over $50+ million                       | 50M+
15 or 20 billion dollars                | 15B..20B
$15 or $20 billion                      | 15B..20B
2,5 Mrd. €                              | EUR2.5B
2,55 Mio. Euro                          | EUR2.55M
€2,5 Mrd                                | EUR2.5B
1,250 Mio. €                            | EUR1.25B
tens of thousands of euros              | EUR10K..100K
several hundred million euros           | EURhundreds-of-millions
an undisclosed amount                   | undisclosed
not disclosed                           | undisclosed
ＵＳＤ　５００　ｍｉｌｌｉｏｎ                   | 500M
$\N{NO-BREAK SPACE}5\N{NO-BREAK SPACE}million                             | 5M
"""
ROWS = [row.split("|") for row in WRITTEN.strip().splitlines()]


@pytest.mark.parametrize(
    ("written", "printed"), [(text.strip(), figure.strip()) for text, figure in ROWS]
)
def test_a_figure_of_an_article_is_read_exactly(written: str, printed: str) -> None:
    figure = parse_figure(written)
    assert str(figure) == printed
    assert parse_figure(str(figure)) == figure


@pytest.mark.parametrize(
    "text",
    [
        "up to $15-20 billion",
        "over $1 billion or less",
        "c.60B+",
        "$1 billion and $2 billion",
        "$500 mega",
        "one dollar",
        "$1.250.000",
        "a lot of dollars",
        "between $1bn",
        "from $5m",
        "from 5 million euros",
        "around between $1bn",
        "$1 billion or $2 billion",
        "$5,000 or 4,600 euros",
        "up to $50+ million",
        "exactly $1 billion or more",
        "2,5 billion dollars",
        "$5 million users",
        "5%",
        "$00M",
    ],
)
def test_words_that_do_not_go_together_are_no_figure(text: str) -> None:
    assert read_latin(text) is None


@pytest.mark.parametrize("text", ["$5M EUR", "€5 million US dollars", "£5 yen"])
def test_an_amount_has_one_currency(text: str) -> None:
    with pytest.raises(BadInput, match="two currencies"):
        read_latin(text)


def test_mil_is_asked_for() -> None:
    with pytest.raises(BadInput, match="a million in English, and a thousand"):
        read_latin("$15 mil")


@pytest.mark.parametrize("text", ["$1bn and", "$5 per", "5 million xyz"])
def test_a_word_is_told_as_no_currency_and_no_unit(text: str) -> None:
    with pytest.raises(BadInput, match="neither a currency nor a unit"):
        parse_figure(text)


def test_letters_in_capitals_are_told_as_no_currency() -> None:
    with pytest.raises(BadInput, match="'XYZ' is not a currency"):
        parse_figure("5M XYZ")


def test_a_sign_and_a_word_together_say_whose_dollar_it_is() -> None:
    assert str(parse_figure("$5 million Canadian dollars")) == "CAD5M"
    assert str(parse_figure("¥5 million yen")) == "JPY5M"


def test_the_sign_of_several_countries_is_that_of_the_default() -> None:
    assert str(parse_figure("$5 million", "CAD")) == "CAD5M"
    assert str(parse_figure("¥5 million", "CNY")) == "CNY5M"
    assert str(parse_figure("€5 million", "CAD")) == "EUR5M"
