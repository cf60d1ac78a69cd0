"""Invented units by the dozen, for tables as offices paste them."""

from __future__ import annotations

DEPARTMENTS = """
教育局 民政局 司法局 财政局 人社局 交通局 水利局 农业农村局 商务局 文旅局 卫健委 应急局 审计局
国资委 市场监管局 体育局 统计局 医保局 信访局 城管局 住建局 生态环境局 自然资源局 发改委 科技局
工信局 公安局 总工会 团委 妇联 科协 文联 残联 红十字会 图书馆 博物馆 档案馆 党校 气象局 税务局
邮政局 供销社 消防支队 公交集团 水务集团
""".split()  # noqa: SIM905 - read as a list of words
DISTRICTS = """
青禾县 望川县 临河区 东岭区 南浦区 西山县 北塘区 长堤县 云溪县 石桥县 新湖区 古城区 柳林县 银沙县 清源县
""".split()  # noqa: SIM905 - read as a list of words
