"""What helps on a page: where the user guide speaks of it, and three sentences on the first
visit, and what to do next where there is nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from taizhang.office.roles import Role

CHAPTER_OF: Mapping[Role, str] = {
    Role.LIAISON: "liaison",
    Role.UNIT_LEADER: "unit-leader",
    Role.LEDGER_OFFICER: "officer",
    Role.EDITOR: "editor",
    Role.CHECKER: "signer",
    Role.SIGNER: "signer",
    Role.OFFICE_LEADER: "leader",
    Role.DISPATCHER: "dispatcher",
    Role.READER: "everyone",
    Role.SYS_ADMIN: "administrators",
    Role.SEC_ADMIN: "administrators",
    Role.AUDITOR: "administrators",
}
# Chapter → heading → the pages (names of routes) that it is about. The chapter of one's own post is asked first.
PLACES: Mapping[str, Mapping[str, str]] = {
    "first-hour": {
        "六步建好": "founding founding-office founding-units founding-people founding-year founding-series"
    },
    "everyone": {
        "待办": "queue help",
        "日历": "calendar calendar-wall",
        "宣讲和外勤统计": "statistics statistics-services statistics-media statistics-rows project-fieldwork",
        "查找": "search",
        "看哪一天的台账": "ledger wall unit figures figure evidence services activities",
        "领导批示": "directive directives",
        "减负": "burden complaints complaint complain",
        "个人设置": "me me-posts me-handover",
    },
    "liaison": {
        "申报项目": "calls call proposal proposal-new proposal-write account-confirm",
        "填报月报": "queue reports report report-write project",
        "登记活动": "activities activity activity-new services",
        "点单": "orders order order-new topics topic sessions session venue",
        "旁听记录和跟进事项": "sit-ins sit-in follow-up",
        "登记媒体报道": "media media-new media-item outlets",
        "做调查研究": "research research-new research-topic",
        "安排公益服务": "services-year slot-new slot",
        "专项方案里的任务": "plans plan",
        "提出问题": "blockers blocker blocker-raise",
        "申请延期和变更": "changes change change-request change-amend",
        "签收和回复督办单": "notices notice",
        "申请销账": "closure closure-request",
        "投稿": "submissions submission submission-new submission-write commission exchange",
        "核对校样和数据": "proof fact remark submission-remark report-remark",
    },
    "unit-leader": {
        "审签": "queue reports report proposal closure submissions submission",
        "在稿件上批改": "remark submission-remark report-remark",
        "督办单和问题": "notices notice blockers blocker",
        "不在的时候": "me-posts",
    },
    "officer": {
        "发征集": "calls call call-new call-edit proposal admission proposal-decide",
        "建账": "opening account",
        "把旧台账读进来": "ledger-import ledger-import-preview",
        "受理月报": "queue reports report report-remark",
        "台账和信号": "ledger wall project unit unit-transfer ledger-settings report-form report-form-version",
        "发督办单": "notices notice notice-draft blockers blocker reviews review review-new",
        "审批变更": "changes change",
        "核验销账": "closure",
        "年底结转": "year-turn",
        "数据的来历": "figures figure evidence activities activity services",
    },
    "editor": {
        "看来稿": "queue inbox submission",
        "开一期": "drafts",
        "编稿台": "draft desk reading",
        "历次文字、查找替换": "article-versions draft-replace",
        "校对": "article-proofing proofing",
        "批注和修订": "remark",
        "送校样、问单位": "proof fact",
        "分发、更正、撤回": "sendings issue-sendings issue-paper recipients recipient own-links "
        "corrections correction correction-new correction-edit issue-recall",
        "读入旧刊": "archiving issues issue",
        "强调的说法": "grounds programme-claims",
        "印成小册子": "issue-pdf",
        "发到公众号": "issue-account",
        "选题计划": "topics-planned topics-planned-new topic-planned",
        "约稿和交流": "commissions commission exchange practice adopted",
    },
    "signer": {
        "先看什么": "queue draft drafts",
        "批注和修订": "remark",
        "撤回": "issue-recall issue-sendings correction corrections",
    },
    "leader": {
        "总览": "queue sheet",
        "为什么是红的": "project ledger",
        "全覆盖的底数": "coverage programme programme-matrix rolls roll roll-entry",
        "写批示": "directive directives directive-on-project directive-on-notice directive-on-issue directive-on-sheet",
        "查旧简报": "issues issue search",
    },
    "dispatcher": {
        "宣讲员和课题": "queue topics topic topic-new speakers speaker speaker-new speakers-import",
        "派单": "orders order order-dispatch order-offer",
        "一次派多单": "orders-plan",
        "宣讲员的链接": "session-links",
        "确认人数": "sessions session venue sessions-chase",
        "巡听旁听": "sit-ins sit-in-new sit-in follow-up",
        "媒体报道": "media media-new media-item outlets",
        "调查研究": "research research-new research-topic",
        "公益服务": "services-year slot",
        "专项方案": "plans plan-new plan",
        "覆盖计划": "coverage programme programme-new programme-matrix rolls roll roll-new roll-entry tiles "
        "programme-claims",
    },
    "administrators": {
        "系统管理员": "queue office-system office-units office-unit office-units-new office-posts office-post "
        "office-post-new office-series office-series-one office-series-template office-fonts office-sign-on office-calendar "
        "office-calendar-now",
        "签发推送": "office-series-webhooks office-webhook",
        "安全管理员": "office-people office-person office-people-new office-invite office-security office-access "
        "office-access-one tokens",
        "审计管理员": "office-record",
    },
}

# What to do next where a page has nothing on it yet: (words, the route that leads there), for whoever may go there.
NEXT_STEPS: Mapping[str, Sequence[tuple[Promise, str]]] = {
    "queue": [
        (gettext_lazy("看总览"), "sheet"),
        (gettext_lazy("看台账"), "ledger"),
        (gettext_lazy("看简报档案"), "issues"),
        (gettext_lazy("看系统检查"), "office-system"),
        (gettext_lazy("看人员"), "office-people"),
        (gettext_lazy("看操作记录"), "office-record"),
    ],
    "ledger": [(gettext_lazy("导入台账"), "ledger-import"), (gettext_lazy("起草征集"), "call-new")],
    "sheet": [(gettext_lazy("导入台账"), "ledger-import"), (gettext_lazy("起草征集"), "call-new")],
    "wall": [(gettext_lazy("导入台账"), "ledger-import"), (gettext_lazy("起草征集"), "call-new")],
    "opening": [(gettext_lazy("看征集"), "calls"), (gettext_lazy("导入台账"), "ledger-import")],
    "evidence": [(gettext_lazy("登记活动"), "activity-new")],
    "figures": [(gettext_lazy("登记活动"), "activity-new")],
    "directives": [(gettext_lazy("看总览"), "sheet"), (gettext_lazy("看台账"), "ledger")],
    "office-access": [(gettext_lazy("看人员"), "office-people")],
    "reports": [(gettext_lazy("看台账"), "ledger")],
    "notices": [(gettext_lazy("看台账"), "ledger")],
    "changes": [(gettext_lazy("看台账"), "ledger")],
    "blockers": [(gettext_lazy("看台账"), "ledger")],
    "reviews": [(gettext_lazy("看台账"), "ledger")],
    "complaints": [(gettext_lazy("提减负意见"), "complain")],
    "orders": [(gettext_lazy("点单"), "order-new"), (gettext_lazy("邀请单位点单"), "order-offer")],
    "sessions": [(gettext_lazy("看点单"), "orders")],
    "topics": [(gettext_lazy("添加课题"), "topic-new")],
    "speakers": [
        (gettext_lazy("导入宣讲员"), "speakers-import"),
        (gettext_lazy("添加宣讲员"), "speaker-new"),
    ],
    "sit-ins": [(gettext_lazy("计划旁听"), "sit-in-new"), (gettext_lazy("看媒体报道"), "media")],
    "statistics": [(gettext_lazy("看场次"), "sessions")],
    "statistics-services": [(gettext_lazy("看公益服务"), "services-year")],
    "statistics-media": [(gettext_lazy("看媒体报道"), "media")],
    "media-new": [(gettext_lazy("登记媒体"), "outlets")],
    "research": [(gettext_lazy("新的调研课题"), "research-new")],
    "services-year": [(gettext_lazy("安排服务"), "slot-new")],
    "plans": [(gettext_lazy("新的方案"), "plan-new")],
    "outlets": [(gettext_lazy("看媒体报道"), "media")],
    "media": [(gettext_lazy("登记报道"), "media-new"), (gettext_lazy("登记媒体"), "outlets")],
    "coverage": [(gettext_lazy("建名册"), "roll-new"), (gettext_lazy("制定计划"), "programme-new")],
    "rolls": [(gettext_lazy("建名册"), "roll-new")],
    "inbox": [(gettext_lazy("去约稿"), "commissions")],
    "issues": [(gettext_lazy("去阅稿"), "desk"), (gettext_lazy("读入旧刊"), "archiving")],
    "grounds": [(gettext_lazy("去编刊"), "drafts")],
    "sendings": [(gettext_lazy("去编刊"), "drafts"), (gettext_lazy("发送对象"), "recipients")],
    "adopted": [(gettext_lazy("去投稿"), "submissions"), (gettext_lazy("看简报档案"), "issues")],
    "office-units": [(gettext_lazy("添加单位"), "office-units-new")],
    "office-posts": [(gettext_lazy("添加岗位"), "office-post-new")],
    "office-people": [(gettext_lazy("添加人员"), "office-people-new")],
    "office-invite": [(gettext_lazy("看人员"), "office-people")],
    "search": [(gettext_lazy("看使用说明"), "help")],
}
FOR_A_UNIT = frozenset({"activity-new", "order-new", "slot-new"})  # steps that only somebody of a unit takes
LANDING = {"queue", "sheet"}  # the pages that somebody lands on
WELCOME = {
    Role.LIAISON: gettext_lazy("等您填报、修改、核对的事都列在这一页，从上往下办就行。"),
    Role.UNIT_LEADER: gettext_lazy("等您审签的材料都列在这一页，看着没问题的，点一下就办完。"),
    Role.LEDGER_OFFICER: gettext_lazy("等您受理、审批、核验的事都列在这一页，办完一件自动打开下一件。"),
    Role.EDITOR: gettext_lazy("来稿、正在编的一期和等您处理的问题都列在这一页。"),
    Role.CHECKER: gettext_lazy("送您核的稿都列在这一页，打开先看您上次看过以后改了什么。"),
    Role.SIGNER: gettext_lazy("送您签发的简报都列在这一页，签发时当场取得期号。"),
    Role.OFFICE_LEADER: gettext_lazy("这一页就是全年的情况，逾期的项目点开，先看到原因。"),
    Role.DISPATCHER: gettext_lazy("等您派的单、退回的单、还没确认的场次都列在这一页。"),
    Role.READER: gettext_lazy("简报、稿件和数据，在上面的查找框里输两个词就能找到。"),
    Role.SYS_ADMIN: gettext_lazy("系统正不正常，看“设置”里的“系统”一页，不正常的写着怎么办。"),
    Role.SEC_ADMIN: gettext_lazy("添加人员、任命岗位、发一次性码，都在“设置”里的“人员”一页。"),
    Role.AUDITOR: gettext_lazy("谁在什么时间做了什么，看“设置”里的“操作记录”；查看本身也会记录。"),
}
WELCOME_EVERYBODY = (
    gettext_lazy("写的内容边写边存，看到“已存”才算存好。"),
    gettext_lazy("不知道怎么办时，点右上角“帮助”，直接翻到说明里讲这一页的地方。"),
)


def _heading_of(places: Mapping[str, str]) -> dict[str, str]:
    """Return each page with the first heading under which it stands."""
    found: dict[str, str] = {}
    for heading, pages in places.items():
        for page in pages.split():
            found.setdefault(page, heading)
    return found


_HEADINGS = {chapter: _heading_of(places) for chapter, places in PLACES.items()}


def guide_place(page: str, roles: Iterable[Role]) -> tuple[str, str]:
    """Return the chapter and the heading that speak of the page (a route's name); ("", "") where none does.

    What the chapter of one of the roles says goes before what any other chapter says.
    """
    held = set(roles)
    own = (chapter for role, chapter in CHAPTER_OF.items() if role in held)
    for chapter in (*own, *_HEADINGS):
        heading = _HEADINGS.get(chapter, {}).get(page)
        if heading:
            return chapter, heading
    return "", ""


def first_words(roles: Iterable[Role]) -> tuple[Promise, ...]:
    """Return three sentences for somebody with these roles: what this page is for, and two that hold for everybody."""
    held = set(roles)
    own = next((words for role, words in WELCOME.items() if role in held), WELCOME[Role.READER])
    return (own, *WELCOME_EVERYBODY)
