"""Every sentence of the people part has its Chinese, with the same fields and in the house's voice."""

import ast
import re
from pathlib import Path

import pytest

import linli
from linli.locale import catalogue
from linli.residents import WrongPin

MODULES = "secret throttle pins nicknames who slips residents roles links accounts volunteer/coordinators staff kiosks privacy export".split()


def messages() -> list[str]:
    found = []
    for name in MODULES:
        tree = ast.parse((Path(linli.__file__).parent / f"{name}.py").read_text())
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        found += [call.args[0].value for call in calls if call.func.id in ("_", "N_") and isinstance(call.args[0], ast.Constant)]
    return found


@pytest.mark.parametrize("message", messages())
def test_a_sentence_and_its_chinese(message: str) -> None:
    chinese = catalogue()[message]
    assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", message))
    assert not re.search("[!！]|必须|禁止|扣分|落后|未参与", message + chinese)


def test_a_refusal_speaks_the_readers_language() -> None:
    from linli.locale import use_language

    with use_language("zh"):
        assert WrongPin(3).sentence() == "昵称或口令不对，还可以试 3 次。忘了就找组织者当面改。"
