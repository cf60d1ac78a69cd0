"""The verbs, subjects and details of the record in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.office.models import Event
from taizhang.office.roles import Role

VERBS = {
    "log_in": _("登录"), "log_out": _("退出"), "change_password": _("修改密码"), "lock_out": _("账号锁定"),
    "unlock_account": _("解除锁定"), "refuse_route": _("无权访问"), "end_session": _("结束会话"),
    "invite": _("发邀请码"), "reset_password": _("发重设密码的一次性码"), "accept_invitation": _("用一次性码设密码"),
    "revoke_invitations": _("作废一次性码"), "give_password": _("设初始密码"), "register_person": _("添加人员"),
    "change_person": _("修改人员"), "close_account": _("停用账号"), "open_account": _("启用账号"),
    "appoint": _("任命"), "end_appointment": _("免去任职"), "deputise": _("委托代理"), "end_deputy": _("结束代理"),
    "hand_over": _("打印交接单"), "add_post": _("添加岗位"), "rename_post": _("岗位改名"), "close_post": _("撤销岗位"),
    "add_unit": _("添加单位"), "change_unit": _("修改单位"), "rename_unit": _("单位改名"), "merge_unit": _("单位合并"),
    "close_unit": _("撤销单位"), "reopen_unit": _("恢复单位"), "found_office": _("建立机构"),
    "finish_founding": _("完成建立"), "change_office": _("修改机构名称"), "make_token": _("发放接口令牌"),
    "revoke_token": _("停用接口令牌"), "send_test_mail": _("发送测试邮件"), "view_record": _("查看操作记录"),
    "export_record": _("导出操作记录"), "set_mail_wish": _("修改邮件设置"), "open_feed": _("开通日历订阅"),
    "close_feed": _("停用日历订阅"), "send_digests": _("发送待办汇总"), "deliver_mail": _("发送邮件"),
    "update_search": _("更新检索"), "watch_ledgers": _("自动督账"), "plan_by_size": _("维护数据库统计"),
    "send_message": _("写入邮件"), "send_again": _("重发邮件"), "stop_sending": _("停发邮件"),
    "open_ledger": _("建立年度台账"), "set_ledger": _("修改台账设置"), "adopt_rules": _("采用评定规则"),
    "add_theme": _("添加类别"), "rename_theme": _("类别改名"), "define_measure": _("定义口径"),
    "retire_measure": _("停用口径"), "import_book": _("导入台账表格"), "keep_book": _("保存导入表格"),
    "import_project": _("导入项目"), "draft_call": _("起草征集"), "edit_call": _("修改征集"), "issue_call": _("发出征集"),
    "extend_call": _("延长征集"), "close_call": _("截止征集"), "draft_proposal": _("起草申报"),
    "edit_proposal": _("修改申报"), "send_proposal": _("送审申报"), "sign_proposal": _("审签申报"),
    "hand_back_proposal": _("退回申报"), "withdraw_proposal": _("撤回申报"), "ask_proposal": _("退改申报"),
    "admit_proposal": _("立项"), "decline_proposal": _("不予立项"), "merge_proposal": _("并项"),
    "prepare_account": _("编制建账资料"), "open_account_of_project": _("建账"), "confirm_account": _("确认建账"),
    "start_report": _("开始填报"), "write_report": _("填写进展"), "file_no_change": _("报无变化"),
    "send_report": _("送审进展"), "sign_report": _("审签进展"), "hand_back_report": _("退回进展"),
    "accept_report": _("受理进展"), "return_report": _("退改进展"), "ask_reports": _("生成报送任务"),
    "remind_missing": _("催报"), "waive_obligation": _("免报"), "record_activity": _("登记活动"),
    "void_activity": _("作废活动"), "add_evidence": _("添加佐证"), "withdraw_evidence": _("撤回佐证"),
    "add_service_item": _("添加服务事项"), "add_service_entry": _("登记服务"), "void_service_entry": _("作废服务记录"),
    "correct_figure": _("更正数据"), "record_quoted": _("登记引用"), "raise_blocker": _("提出问题"),
    "draft_notice": _("起草督办单"), "edit_notice": _("修改督办单"), "issue_notice": _("发出督办单"),
    "acknowledge_notice": _("签收督办单"), "reply_to_notice": _("回复督办单"), "escalate_notice": _("升级督办单"),
    "request_change": _("申请变更"), "approve_change": _("批准变更"), "decline_change": _("不批准变更"),
    "withdraw_change": _("撤回变更申请"), "request_closure": _("申请销账"), "verify_closure": _("核验销账"),
    "rectify_closure": _("要求整改"), "mark_rectified": _("完成整改"), "withdraw_closure": _("撤回销账申请"),
    "reopen_project": _("恢复项目"), "archive_project": _("项目归档"), "carry_over": _("结转"), "turn_year": _("年度结转"),
    "follow_unit": _("项目随单位接续"),
    "plan_review": _("安排督查"), "edit_review": _("修改督查"), "hold_review": _("完成督查"),
    "cancel_review": _("取消督查"), "complain": _("反映负担"), "answer_complaint": _("答复负担反映"),
    "judge_ledger": _("评定进度"), "save_view": _("保存筛选"), "remove_view": _("删除筛选"),
    "add_series": _("建立刊物"), "set_series": _("修改刊物"), "set_next_number": _("设定下一期号"),
    "declare_void": _("登记作废号"), "add_recipient": _("添加发送对象"), "add_recipients": _("批量添加发送对象"),
    "change_recipient": _("修改发送对象"), "move_recipient": _("调整发送次序"), "remove_recipient": _("移出发送名单"),
    "start_submission": _("开始投稿"), "write_submission": _("写稿"), "send_submission": _("送审稿件"),
    "sign_submission": _("审签稿件"), "withdraw_submission": _("撤回稿件"), "hand_back_submission": _("退回稿件"),
    "adopt": _("采用稿件"), "commission": _("约稿"), "close_commission": _("结束约稿"), "open_issue": _("新建一期"),
    "drop_issue": _("删除一期"), "edit_head": _("修改报头报尾"), "add_article": _("添加稿件"), "set_article": _("修改稿件"),
    "keep_article": _("保存稿件"), "remove_article": _("撤下稿件"), "order_articles": _("调整稿件次序"),
    "pass_on": _("送核"), "check_issue": _("核稿"), "sign_issue": _("签发"), "return_issue": _("退回一期"),
    "take_back": _("收回"), "void_issue": _("作废一期"), "seal_issue": _("封存"), "distribute": _("分发"),
    "list_recipients": _("列出分发对象"), "note_receipt": _("登记签收"), "confirm_receipt": _("确认签收"),
    "close_link": _("关闭链接"), "draft_correction": _("起草更正"), "edit_correction": _("修改更正"),
    "issue_correction": _("签发更正"), "drop_correction": _("删除更正"), "run_correction": _("刊登更正"),
    "recall_issue": _("撤回一期"), "see_recall": _("知悉撤回"), "archive_issue": _("归档"), "archive_file": _("读入旧刊"),
    "open_reading": _("打开阅稿"), "save_reading": _("存入档案"), "discard_reading": _("放弃阅稿"),
    "correct_reading": _("校正阅稿"), "store_rendering": _("保存版样"), "ask_fact": _("请核实数据"),
    "answer_fact": _("答复核实"), "ask_proof": _("送校样"), "ask_question": _("提问"), "answer_question": _("答复提问"),
}  # fmt: skip
SUBJECTS = {
    "office": _("机构"), "unit": _("单位"), "person": _("人员"), "post": _("岗位"), "apitoken": _("接口令牌"),
    "series": _("刊物"), "mailwish": _("邮件设置"), "feedtoken": _("日历订阅"), "project": _("项目"),
    "progressreport": _("进展"), "proposal": _("申报"), "call": _("征集"), "ledger": _("台账"), "issue": _("期"),
    "article": _("稿件"), "submission": _("投稿"), "notice": _("督办单"), "activity": _("活动"), "evidence": _("佐证"),
    "changerequest": _("变更"), "closure": _("销账"), "recipient": _("发送对象"), "reading": _("阅稿"),
    "obligation": _("报送任务"), "blocker": _("问题"), "theme": _("类别"), "sending": _("分发"),
    "correction": _("更正"), "commission": _("约稿"), "outboxmessage": _("邮件"), "review": _("督查"),
}  # fmt: skip
FIELDS = {
    "name": _("名称"), "short_name": _("简称"), "title": _("岗位名称"), "username": _("登录名"), "email": _("邮箱"),
    "phone": _("电话"), "aliases": _("别名"), "kind": _("类别"), "district": _("所属区县"), "issuer": _("编发单位"),
    "template": _("版式"), "role": _("角色"), "address": _("来源地址"), "route": _("页面"), "into": _("并入"),
    "to": _("至"), "from": _("自"), "filter": _("筛选"), "rows": _("行数"), "roles": _("角色"), "expires_on": _("有效期至"),
}  # fmt: skip
# Of these subjects the record tells what was done to them; of all others the auditor learns that, not what.
TOLD = frozenset({"office", "unit", "person", "post", "apitoken", "series"})


def verb_words(event: Event) -> str:
    """What was done; a verb without words as it is."""
    verb = event.verb
    if verb == "open_account" and event.subject_kind == "project":
        verb = "open_account_of_project"
    return str(VERBS.get(verb, verb))


def subject_words(event: Event, names: Mapping[tuple[str, int], str]) -> str:
    """To what: 人员 许佳宁; what has no name that the auditor may see has its number."""
    name = names.get((event.subject_kind, event.subject_id)) or str(event.subject_id)
    return f"{SUBJECTS.get(event.subject_kind, event.subject_kind)} {name}"


def detail_words(event: Event) -> str:
    """What changed, or what more is known; empty for content, which is not for the auditor's eyes."""
    detail = event.detail
    if event.subject_kind not in TOLD or not isinstance(detail, dict):
        return ""
    before, after = detail.get("before"), detail.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        words = gettext("{field}：{before} → {after}")
        changes = [(key, _value(key, before.get(key)), _value(key, after[key])) for key in after]
        return "；".join(
            words.format(field=FIELDS.get(key, key), before=old or "—", after=new or "—")
            for key, old, new in changes
        )
    return "；".join(
        f"{FIELDS[key]}：{_value(key, value)}" for key, value in detail.items() if key in FIELDS and value
    )


def _value(key: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_value(key, each) for each in value)
    if key in ("role", "roles") and value in Role.values:
        return str(Role(value).label)
    return "" if value is None else str(value)
