"""Who is on record where passages are drafted: a ledger that knows some companies."""

from ledger.claims.names import Directory

COMPANIES = {
    "openai": ("OpenAI",),
    "anthropic": ("Anthropic",),
    "xai": ("xAI",),
    "cohere": ("Cohere",),
    "mistral": ("Mistral", "Mistral AI"),
    "perplexity": ("Perplexity",),
    "cognition": ("Cognition Labs", "Cognition"),
    "inflection": ("Inflection AI",),
    "safe-superintelligence": ("Safe Superintelligence",),
    "scale": ("Scale AI",),
    "stability": ("Stability AI",),
    "databricks": ("Databricks",),
    "coreweave": ("CoreWeave",),
    "nscale": ("Nscale",),
    "moonshot": ("Moonshot AI", "月之暗面"),
    "zhipu": ("Zhipu AI", "智谱AI", "智谱"),
    "minimax": ("MiniMax",),
    "baichuan": ("Baichuan", "百川智能"),
    "deepseek": ("DeepSeek",),
    "nvidia": ("NVIDIA", "英伟达", "輝達"),
    "microsoft": ("Microsoft", "微软"),
    "google": ("Google", "谷歌", "Alphabet"),
    "amazon": ("Amazon", "亚马逊"),
    "meta": ("Meta",),
    "softbank": ("SoftBank", "软银"),
    "tesla": ("Tesla", "特斯拉"),
    "oracle": ("Oracle", "甲骨文"),
    "intel": ("Intel", "英特尔"),
    "tencent": ("Tencent", "腾讯"),
    "alibaba": ("Alibaba", "阿里巴巴", "阿里"),
}
SOURCES = {
    "bloomberg": ("Bloomberg", "press", (), ("彭博社", "彭博")),
    "reuters": ("Reuters", "wire", (), ("路透社", "路透")),
    "elon-musk": ("Elon Musk", "person", ("xai",), ("Musk", "马斯克")),
    "sam-altman": ("Sam Altman", "person", ("openai",), ("Altman", "奥特曼")),
}


def directory() -> Directory:
    """The companies and sources that are on record."""
    found = Directory()
    for slug, names in COMPANIES.items():
        found.add_company(slug, names[0], names[1:])
    for slug, (name, kind, speaks_for, aliases) in SOURCES.items():
        found.add_source(slug, name, kind, speaks_for=speaks_for, aliases=aliases)
    return found
