"""Lines that are no article's: a button, where one is in the site, who made it, the article before."""

from __future__ import annotations

import re

BUTTON = (r"[【\[（(]?(?:打印(?:本[页文])?|关闭(?:窗口|本页)?|返回(?:首页|顶部|列表|上[一]?[级页])?|首页|"
          r"收藏(?:本[页文])?|点赞|登录|注册|举报|更多|大|中|小|分享|微信|微博|扫一扫|热门(?:新闻|文章|推荐)?|[上下]一[篇条页则]|"
          r"相关(?:阅读|链接|新闻|文章|报道|推荐)|(?:推荐|延伸)阅读|猜你喜欢|(?:发表|网友|全部|最新)评论)[】\]）)]?")
BOILERPLATE = re.compile(
    rf"(?:{BUTTON}[\s|/、：:]*)+$|[上下前后]一[篇条页则][：:]|当前位置|(?:您|你)?(?:现在)?(?:所在)?的?位置[：:]|"
    r"版权(?:所有|声明)|免责声明|copyright|©|\S{0,3}ICP\s*备|\S{0,4}公网安备|网站标识码|(?:主办|承办)单位[：:]|技术支持[：:]|"
    r"网站地图|联系我们|分享到|扫一扫|【?字[体号][：:]|(?:浏览|阅读|点击|访问)(?:次数|量|数)[：:]|(?:责任)?编辑[：:]|责编[：:]|"
    r"[【\[（(](?:责任)?编辑[：:]|相关(?:阅读|链接|新闻|文章|报道)[：:]", re.IGNORECASE)
TRAIL = re.compile(r"\s*[>＞»›]+\s*")
LONGEST_BOILERPLATE = 80


def is_boilerplate(text: str) -> bool:
    """A line that is no article's: a button, where one is in the site, who made it, the article before."""
    if len(text) > LONGEST_BOILERPLATE or text.endswith("。"):
        return False
    trail = TRAIL.split(text)
    return BOILERPLATE.match(text) is not None or (len(trail) > 2 and all(trail) and not re.search("[，。]", text))
