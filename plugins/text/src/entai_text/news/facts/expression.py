"""A small, safe expression language over facts: arithmetic, comparison, and a few functions; it records what it read.

`home.pts - away.pts >= 10` reads two facts. Names are ids of facts, aliases that stand for the head of an id
(`winner` -> `home`), or variables. Nothing else is reachable: no attribute, import or call outside the list below.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .functions import FUNCTIONS
from .values import Facts, FactsError


def _times(a: Any, b: Any) -> Any:
    """A product of numbers; a text or a list times a number could fill the memory."""
    if isinstance(a, str | list | tuple) or isinstance(b, str | list | tuple):
        raise TypeError("only numbers are multiplied")
    return a * b


_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: _times,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


class MissingFactError(LookupError):
    """An expression asks for a fact that isn't known."""


@dataclass
class Scope:
    """What an expression can see. `reads` collects the ids of the facts that it used."""

    facts: Facts
    alias: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    reads: dict[str, None] = field(default_factory=dict)

    def look_up(self, name: str) -> Any:
        """The value of a dotted name: a variable, or a fact after its head's alias was put in."""
        if name in self.variables:
            return self.variables[name]
        head, _, tail = name.partition(".")
        fact_id = self.fact_id(name)
        fact = self.facts.facts.get(fact_id)
        if fact is None:
            if head in self.alias and not tail:
                return self.alias[head]
            raise MissingFactError(fact_id)
        self.reads[fact_id] = None
        return fact.value

    def fact_id(self, name: str) -> str:
        """The id that a dotted name stands for, its head's alias put in."""
        head, _, tail = name.partition(".")
        return f"{self.alias[head]}.{tail}" if head in self.alias and tail else name


@lru_cache(maxsize=4096)
def _parse(text: str) -> ast.expr:
    try:
        return ast.parse(str(text).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FactsError(f"The expression {text!r} can't be read ({error}).") from error


def evaluate(text: str, scope: Scope) -> Any:
    """The value of an expression; raises MissingFactError where it needs something unknown."""
    try:
        return _eval(_parse(text), scope)
    except FactsError:
        raise
    except (TypeError, ValueError, ArithmeticError, IndexError) as error:
        raise MissingFactError(f"{text}: {error}") from error


def holds(text: str, scope: Scope) -> bool:
    """Whether a condition is true; what rests on unknown facts isn't."""
    try:
        return bool(evaluate(text, scope))
    except MissingFactError:
        return False


def _eval(node: ast.expr, scope: Scope) -> Any:
    for kind, rule in _RULES.items():
        if isinstance(node, kind):
            return rule(node, scope)
    raise FactsError(f"{ast.unparse(node)!r} isn't allowed in an expression.")


def _bool(node: ast.BoolOp, scope: Scope) -> Any:
    value: Any = None
    for part in node.values:
        value = _eval(part, scope)
        if bool(value) is isinstance(node.op, ast.Or):
            return value
    return value


def _binary(node: ast.BinOp, scope: Scope) -> Any:
    if type(node.op) not in _BINARY:
        raise FactsError(f"{ast.unparse(node)!r} isn't allowed in an expression.")
    return _BINARY[type(node.op)](_eval(node.left, scope), _eval(node.right, scope))


def _compare(node: ast.Compare, scope: Scope) -> bool:
    left = _eval(node.left, scope)
    for symbol, right_node in zip(node.ops, node.comparators, strict=True):
        right = _eval(right_node, scope)
        if type(symbol) not in _COMPARE:
            raise FactsError(f"{ast.unparse(node)!r} isn't allowed in an expression.")
        if not _COMPARE[type(symbol)](left, right):
            return False
        left = right
    return True


def _unary(node: ast.UnaryOp, scope: Scope) -> Any:
    value = _eval(node.operand, scope)
    return not value if isinstance(node.op, ast.Not) else -value


def _call(node: ast.Call, scope: Scope) -> Any:
    if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
        raise FactsError(f"{ast.unparse(node)!r} calls something that isn't on the list of functions.")
    name = node.func.id
    if name in {"rows", "best", "count", "total"}:  # these evaluate their last arguments once a row
        table, *rest = (str(argument.value) for argument in node.args if isinstance(argument, ast.Constant))
        return FUNCTIONS[name](_each_row(table, scope), evaluate, holds, *rest)
    if name == "known":
        return holds(f"{ast.unparse(node.args[0])} != ''", scope)
    return FUNCTIONS[name](*[_eval(argument, scope) for argument in node.args])


def _each_row(table: str, scope: Scope) -> list[tuple[str, Scope]]:
    rows = scope.facts.rows.get(table, ())
    return [(row, Scope(scope.facts, {**scope.alias, "it": row}, scope.variables, scope.reads)) for row in rows]


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    raise FactsError(f"{ast.unparse(node)!r} is no name of a fact.")


_RULES: dict[type[ast.expr], Callable[[Any, Scope], Any]] = {
    ast.Constant: lambda node, scope: node.value,
    ast.Name: lambda node, scope: scope.look_up(_dotted(node)),
    ast.Attribute: lambda node, scope: scope.look_up(_dotted(node)),
    ast.BinOp: _binary,
    ast.BoolOp: _bool,
    ast.Compare: _compare,
    ast.UnaryOp: _unary,
    ast.IfExp: lambda node, scope: _eval(node.body if _eval(node.test, scope) else node.orelse, scope),
    ast.Call: _call,
    ast.List: lambda node, scope: [_eval(item, scope) for item in node.elts],
    ast.Tuple: lambda node, scope: tuple(_eval(item, scope) for item in node.elts),
}
