"""One good question file that the tests change, and where words stand in it."""

from textwrap import dedent

GOOD = dedent("""\
    topic:
      id: fire
      zh: 消防
      en: Fire safety
    items:
      - id: fire-01
        kind: single
        level: 1
        stem:
          zh: 楼道里堆着旧沙发，下面哪种做法对？
          en: An old sofa stands in the stairwell. What is right?
        options:
          - {zh: 请尽快搬走, en: Move it away soon, key: true}
          - {zh: 先放几天没关系, en: A few days do not matter}
          - zh: 靠墙放就行
            en: Along the wall is fine
        explanation:
          zh: 通道要留给逃生的人。
          en: The way out is for people who must get out.
        source:
          law: xiaofang-fa
          article: 第二十八条
          quote: 不得占用、堵塞、封闭疏散通道、安全出口、消防车通道
        reviewed_on: 2026-11-20
      - id: fire-02
        kind: true_false
        level: 2
        stem: {zh: 楼梯间可以给电动自行车充电。, en: You may charge an e-bike in a stairwell.}
        options:
          - {zh: 对, en: "True"}
          - {zh: 不对, en: "False", key: true}
        explanation: {zh: 着火会堵住逃生的路。, en: A fire there blocks the way out.}
        source: {fact: F-702, quote: 禁止在高层民用建筑公共门厅、疏散走道、楼梯间}
        reviewed_on: 2026-11-20
      - id: fire-03
        kind: multiple
        level: 3
        stem: {zh: 哪些地方不能堆东西？, en: Which places must stay free?}
        options:
          - {zh: 疏散通道, en: Escape routes, key: true}
          - {zh: 安全出口, en: Exits, key: true}
          - {zh: 自家书房, en: Your own study}
        explanation: {zh: 这些是大家逃生的路。, en: These are the ways out for all.}
        source: {law: xiaofang-fa, article: 第二十八条, quote: 不得占用、堵塞、封闭疏散通道、安全出口、消防车通道}
        reviewed_on: 2026-11-20
    """)


def line_of(words: str, text: str = GOOD) -> int:
    """The line, from 1, on which these words first stand."""
    return text[: text.index(words)].count("\n") + 1
