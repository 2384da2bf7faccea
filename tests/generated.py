"""Generated issues: small, of invented towns, each with a cover, contents and articles with figures and measures."""

from __future__ import annotations

TOWNS = ("青溪县", "云岭市", "澄江新区", "松山县", "柳河镇", "白石市", "临湖县", "南岗区", "东塬县", "双桥镇")
WORKS = ("水利", "粮食", "林业", "养老", "供热", "公交", "校园", "医保", "河道", "技能")


def issue_text(number: int, year: int = 2026, articles: int = 2) -> str:
    """Issue `number` of 学习与实践参考; the same number gives the same text."""
    titles = [f"{TOWNS[(number + each) % 10]}{WORKS[(number * 3 + each) % 10]}工作综述" for each in range(articles)]
    contents = "\n".join(f"{title}\t{page}" for page, title in enumerate(titles, 1))
    bodies = "\n\n".join(f"{title}\n\n{_body(title, number * 10 + each)}" for each, title in enumerate(titles))
    cover = f"云岭市学习服务中心\n\n学习与实践参考\n\n{year} 年 第 {number} 期\n\n{year} 年 3 月 {number % 28 + 1} 日"
    return f"{cover}\n\n目 录\n\n{contents}\n\n{bodies}"


def _body(title: str, seed: int) -> str:
    town, work = title[:3].removesuffix("工"), title[-6:-4]
    return (f"截至去年底，{town}共建成{work}站点{120 + seed}个，覆盖居民{round(3.1 + seed / 7, 1)}万户，比上年增长"
            f"{round(2.3 + seed % 50 / 10, 1)}%。\n\n"
            f"当前，{town}要抓好以下三项{work}工作。第一，建强{work}队伍{seed}支。第二，完善{work}制度{seed}项。"
            f"第三，管好{work}资金{seed}笔。\n\n"
            f"{work}是{town}发展的根基，必须把{work}摆在更加突出的位置，持之以恒、久久为功。\n\n"
            f"（来源：云岭日报，2026-03-06）\n")
