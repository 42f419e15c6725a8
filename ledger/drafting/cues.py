"""Words that tell what a figure is of: money raised, sought or put in, a price, none.

A cue stands before a figure or behind it, in its sentence. The nearest one decides;
what is between (a comma, another figure) makes it farther. The lists are for English
and for Chinese in simplified characters: traditional ones are folded before.
"""

import re
from typing import Final, NamedTuple


class Cue(NamedTuple):
    """Words next to a figure, and what they make of it."""

    role: str
    """One of ROLES in `proposals`, or why the figure is no claim."""
    behind: bool
    pattern: re.Pattern[str]
    near: int
    """Up to so many characters away."""


def _cue(role: str, side: str, pattern: str, near: int = 60) -> Cue:
    return Cue(role, side == "behind", re.compile(pattern, re.IGNORECASE), near)


CUES: Final = (
    # Prices
    _cue(
        "valuation",
        "before",
        r"\bvalu(?:ed|es|ing|ations?)\b|(?<!market )(?<!asset )\bvalue\b|\bprice tag\b"
        r"|\bworth\b|\b(?:its|their) price\b",
    ),
    _cue("valuation", "before", r"\bat an? (?:\w+[ -]){0,3}$", 2),
    _cue(
        "valuation",
        "before",
        r"\ufffc +at $|\b(?:tender(?: offer)?|round|deal|talks|financing|shares?|"
        r"stake)\b"
        r"[^,.;]{0,20} at $",
        2,
    ),
    _cue(
        "valuation",
        "behind",
        r"^(?:[ -](?!at\b|in\b|of\b|round|from\b)[\w-]+){0,3}?[ -]"
        r"(?:valuation|price tag)\b",
        2,
    ),
    _cue(
        "valuation",
        "before",
        r"(?:投前|投后)(?:价值|(?:整体)?估值)?|估值|作价",
    ),
    _cue("valuation", "behind", r"^的?(?:投前|投后|整体)?估值", 2),
    # Money that is asked for
    _cue(
        "target",
        "before",
        r"\b(?:seek(?:s|ing)?|sought|(?:in|early|advanced) (?:talks|discussions)|"
        r"discussing|"
        r"looking|aims?|aiming|hop(?:es?|ed|ing)|plan(?:s|ned|ning)?|lin(?:es|ing) up|"
        r"wants?|"
        r"set|about|expected|nearing|close to|finali[sz]ing|negotiating|consider(?:s|"
        r"ing)|weighing|exploring|trying|"
        r"will|would|could|may|might|be) (?:\w+ ){0,4}?"
        r"(?:rais(?:e|ing)|funding|financing|secur(?:e|ing)|clos(?:e|ing)|land)\b",
    ),
    _cue(
        "target", "before", r"\b(?:is|are|been|was|were|currently|reportedly) raising\b"
    ),
    _cue("target", "before", r"\b(?:funding|financing|round|raise) (?:amount|size)\b"),
    _cue(
        "target", "before", r"\b(?:seek(?:s|ing)?|sought|lines? up|hop(?:ed|ing) for)\b"
    ),
    _cue("target", "before", r"\btarget(?:s|ed|ing)?(?: of)?\b", 30),
    _cue(
        "target",
        "behind",
        r"^ (?:that )?(?:it|they|he|she) (?:had |was |were )?(?:hop|sought|want|plan|"
        r"aim)",
        2,
    ),
    _cue(
        "target",
        "behind",
        r"^(?: (?:funding|fundraising|fund-raising|investment))? (?:target|goal)\b",
        2,
    ),
    _cue(
        "target",
        "before",
        r"(?:正在?|拟|计划|洽谈|寻求|目标|准备|考虑|有意|商谈|谈判|希望|即将|将|欲|"
        r"谋求|打算)"
        r"[^,。;]{0,30}?(?:融资|募资|募集|筹集|筹资|筹)",
    ),
    _cue("target", "before", r"为[^,。;]{0,8}(?:筹集|募集|筹措)", 8),
    _cue(
        "target",
        "before",
        r"(?:筹资|募资|融资)(?:规模|金额|额)?(?:或|可能|预计|有望|料)将?(?:达|为)?",
        6,
    ),
    _cue("target", "before", r"目标(?:融资|募资|金额)|(?:融资|募资)目标|正在筹集", 20),
    _cue("target", "before", r"\ufffc +of (?:an?|its|the) $", 2),
    # Money that was raised
    _cue("raised", "before", r", raising $", 2),
    _cue(
        "raised",
        "behind",
        r"^ (?:extension|expansion)\b|^ (?:to|in) an? extension\b",
        2,
    ),
    _cue(
        "raised",
        "before",
        r"\b(?:expanded|grew|upsized|increased) (?:its|the) .{0,30} to $",
        2,
    ),
    _cue("raised", "before", r"金额(?:高达|达|为|约)?$", 2),
    _cue(
        "raised",
        "before",
        r"\b(?:raised|raises|secured|secures|clos(?:ed|es|ing)|completed|completes|"
        r"landed|"
        r"lands|bagged|bags|wrapped up|received|receives|announced|announces|nabbed|"
        r"nabs|"
        r"snagged|scored|picked up|pulled in|attracted|collected|obtained|got|netted|"
        r"brought in)\b",
    ),
    _cue(
        "raised",
        "before",
        r"\b(?:round|funding|financing|raise|investment) (?:of|worth)\b",
        20,
    ),
    _cue(
        "raised",
        "behind",
        r"^(?:[ -](?!at\b|in\b|of\b|by\b|from\b|valuation)[\w+-]+){0,3}?[ -]"
        r"(?:round|funding|financing|fundraise|fundraising|raise|first close|"
        r"series [a-z]\b)",
        2,
    ),
    _cue(
        "raised",
        "behind",
        r"^ in (?:\w+[ -]){0,3}(?:funding|financing|capital|equity)\b",
        2,
    ),
    _cue("raised", "before", r"融资|募资|募集|筹集|筹资|获投|集资|募得|筹得|募到"),
    _cue("raised", "behind", r"^的?(?:启动|种子|新增)?资金(?!缺口)", 2),
    _cue(
        "raised",
        "behind",
        r"^的?(?:新一?轮|首轮|本轮|[A-Z]\d?\+*轮|Pre-?(?:[A-Z]\+?|IPO)轮?|天使\+?轮|"
        r"种子轮|战略|股权|"
        r"独家|系列|新|的)*(?:融资|募资)",
        2,
    ),
    # Money that one investor puts in
    _cue(
        "investment",
        "before",
        r"\b(?:invest(?:s|ed|ing|ments?)?(?: of| up to)?|put(?:s|ting)? in|pour(?:s|ed|"
        r"ing)?|"
        r"inject(?:s|ed|ing)?|commit(?:s|ted|ting)?|pledg(?:ed|es|ing)|contribut(?:ed|"
        r"es|ing)|provid(?:ed|es|e|ing)|"
        r"instalment of|installment of|stake for)\b",
    ),
    _cue(
        "investment",
        "behind",
        r"^(?: (?:strategic|minority|majority|controlling|equity|further|potential|"
        r"planned|additional|"
        r"\d+%))* "
        r"(?:invest(?:ment)?|stake|commitment|injection|cheque|check)\b",
        2,
    ),
    _cue("investment", "behind", r"^ (?:in|into) (?-i:(?=[A-Z]))", 2),
    _cue("investment", "before", r"\bled by $", 2),
    _cue(
        "investment",
        "behind",
        r"^的?(?:战略|股权|独家|新|追加)*(?:投资|注资|出资)(?![人方者])",
        2,
    ),
    _cue(
        "investment",
        "before",
        r"投资|注资|出资|投入|入股|增资|追加|承诺投|再投|加码|认购",
        24,
    ),
    # What is no claim
    _cue(
        "revenue",
        "before",
        r"\b(?:revenues?|sales|run[- ]rate|turnover|ARR|earn(?:s|ed|ings?)|profits?|"
        r"bookings|"
        r"income|loss(?:es)?)\b",
    ),
    _cue(
        "revenue",
        "behind",
        r"^(?: (?!at\b|in\b|of\b|and\b)[\w-]+){0,3}?[ -](?:revenue|sales|run[- ]rate|"
        r"ARR|profit|"
        r"loss|income)\b|^ (?:in|of) (?:\w+ ){0,3}(?:revenue|sales|profit|income)\b",
        2,
    ),
    _cue("revenue", "before", r"营收|营业收入|收入|销售额|净利|利润|亏损|营业额|年化"),
    _cue(
        "market",
        "before",
        r"\b(?:market(?! value| cap)|industry|sector|global spending|total spending|"
        r"economy|"
        r"GDP)\b",
    ),
    _cue("market", "before", r"市场规模|市场|规模将|产值|基础设施支出|行业规模"),
    _cue(
        "purchase",
        "before",
        r"\b(?:acquir(?:e[sd]?|ing)|acquisitions?|buy(?:s|ing)?|bought|"
        r"purchas(?:e[sd]?|ing)|"
        r"takeover|take over|merger|hired?|licen[cs]e[sd]?|contract|order(?:s|ed)?|"
        r"deal to buy|"
        r"repurchase[sd]?|buyback)\b",
    ),
    _cue(
        "purchase",
        "behind",
        r"^ (?:acquisition|takeover|purchase|buyout|contract|order|deal to buy)\b",
        2,
    ),
    _cue(
        "purchase",
        "before",
        r"收购|并购|购买|采购|买下|斥资|聘请|订单|合同|回购|授权|挖人",
    ),
    _cue(
        "purchase",
        "behind",
        r"^(?:的)?(?:收购|并购|订单|合同|采购|用于采购)|^[^,。;]{0,6}(?:收购|购买|"
        r"采购)",
        2,
    ),
    _cue(
        "cost",
        "before",
        r"\b(?:spend(?:s|ing)?|spent|costs?|costing|capex|capital expenditures?|"
        r"expenses?|bill|"
        r"burn(?:s|ed|ing)?|expenditures?|budget)\b",
    ),
    _cue(
        "cost",
        "behind",
        r"^ (?:a year )?(?:on|for) (?:chips|compute|computing|data|GPU)|^ a year\b|^/",
        2,
    ),
    _cue(
        "cost",
        "before",
        r"支出|损失|耗资|耗费|花费|花掉|花超|花了|花|成本|费用|投入需|开支|砸",
    ),
    _cue("cost", "behind", r"^的?(?:成本|支出|费用|开支|硬件|芯片)|^/(?:天|年|月)", 2),
    _cue(
        "price",
        "before",
        r"\b(?:sells? for|sold for|priced at|price of|each|per (?:unit|chip|share))\b|"
        r"\bshares? (?:of [\w ]+ )?(?:rose|fell|climbed|dropped|jumped|closed|slid|at|"
        r"to)\b",
    ),
    _cue(
        "price",
        "behind",
        r"^ (?:a|per|each|apiece) ?(?:share|chip|unit|piece|user|month|seat)?\b",
        2,
    ),
    _cue("price", "before", r"售价|单价|价格|每股|每块|每片|股价|每台|定价|每颗"),
    _cue("price", "behind", r"^/(?:盎司|股|块|片|月|人)|^(?:一|每)(?:块|片|股|台)", 2),
    _cue("market value", "before", r"\bmarket (?:value|cap(?:itali[sz]ation)?)\b"),
    _cue("market value", "behind", r"^ market (?:value|cap)", 2),
    _cue("market value", "before", r"市值|市价"),
    _cue(
        "debt",
        "before",
        r"\b(?:took on|issu(?:ed|es|ing)|sold|borrow(?:s|ed|ing)?|owes?)\b",
        30,
    ),
    _cue("debt", "behind", r"^ (?:of |in )?(?:debt|bonds?|loans?|notes|of debt)\b", 2),
    _cue("debt", "before", r"发行|贷款|债务|借款"),
    _cue("debt", "behind", r"^的?(?:公司债|债券|贷款|债务|可转债)", 2),
    _cue(
        "pay",
        "before",
        r"\b(?:salar(?:y|ies)|bonus(?:es)?|pay package|fine[sd]?|settlement)\b",
    ),
    _cue(
        "pay",
        "behind",
        r"^的?(?:签约|奖金|年薪|罚款|薪酬)|^ (?:salary|bonus|fine|pay)\b",
        2,
    ),
    _cue("pay", "before", r"奖金|年薪|薪酬|工资|罚款|月薪|年薪"),
    _cue(
        "shares sold",
        "before",
        r"\b(?:sold|selling|sale of) (?:about |some )?shares\b|出售了?|套现",
    ),
    _cue(
        "shares sold",
        "behind",
        r"^的?(?:股份|股票|股权)|^ (?:of|in|worth of) (?:shares|stock)\b",
        2,
    ),
)

SECTOR: Final = re.compile(
    r"\b(?:start-?ups|companies|firms|funds|investors|sector|industry)\b(?: \w+){0,4} "
    r"(?:raised|attracted|received|secured|drew|pulled in|collected)\b|"
    r"\b(?:rounds|deals) (?:of \w+ )?(?:above|over|exceeding|of more than|worth)\b|"
    r"共发生|起融资|笔融资|融资事件|行业融资|领域[^,。]{0,6}融资|融资总额|三项投资|"
    r"合计披露|"
    r"(?:行业|领域|赛道|上半年|下半年|全年|季度|全球|国内)[^,。;]{0,14}(?:总金额|总额|"
    r"合计|金额)",
    re.IGNORECASE,
)
"""An amount of many companies at once."""

SPENDING: Final = re.compile(
    r"\b(?:in|into|on|to build|to expand|building|"
    r"for) (?:[\w-]+ ){0,3}(?:data[ -]?cent(?:er|re)s?|chips?|"
    r"infrastructure|comput(?:e|ing)|hardware|research|R&D|factor(?:y|ies)|plants?|"
    r"cloud|facilit\w+|GPUs?)\b"
    r"|\b(?:a|per|each|every) year\b|\bannual(?:ly)?\b"
    r"|总投资|每年|硬件|升级|建设|建造|扩建|打造|数据中心|基础设施|工厂|研发|芯片上",
    re.IGNORECASE,
)
"""What is bought or built with money that no company gets as an investment."""

RECEIVED: Final = re.compile(
    r"获得?|得到|收到|拿到|\breceiv|\bsecur|\bobtain|\battract"
)
"""A company gets the money: it is raised."""

PRICING: Final = re.compile(
    r"rais|fund|round|tender|valu|financ|invest|talks|deal|估值|融资|募资|投资|筹",
    re.IGNORECASE,
)
"""Words of which one stands in a sentence that tells a price of a company."""
