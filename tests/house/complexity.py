"""Cognitive complexity of a function: each break in the flow counts 1, and 1 more for every break it is nested in.

After G. Ann Campbell, "Cognitive Complexity" (SonarSource, 2023), for Python: conditions, loops, handlers and
conditional expressions count with their nesting; ``else`` and ``elif``, each run of one boolean operator, and a call of
the function by itself count 1. A function inside another adds nesting; a decorator that only returns one does not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
NESTING = (ast.For, ast.AsyncFor, ast.While, ast.IfExp, ast.ExceptHandler, ast.match_case)


def cognitive(function: FunctionNode) -> int:
    """Return the cognitive complexity of the function, functions inside it included."""
    inner = [each for each in function.body if isinstance(each, FunctionNode)]
    others = [each for each in function.body if not isinstance(each, FunctionNode | ast.Return | ast.Expr)]
    if len(inner) == 1 and not others:  # a decorator: its only function is what is read
        return _sum(inner[0].body, 0, function.name)
    return _sum(function.body, 0, function.name)


def _sum(nodes: list[ast.stmt], depth: int, name: str) -> int:
    return sum(_of(node, depth, name) for node in nodes)


def _of(node: ast.AST, depth: int, name: str) -> int:
    match node:
        case ast.If():
            return _of_if(node, depth, name)
        case ast.BoolOp():
            return 1 + _below(node, depth, name)
        case ast.Call(func=ast.Name(called)) if called == name:
            return 1 + _below(node, depth, name)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            return _below(node, depth + 1, name)
        case ast.For() | ast.AsyncFor() | ast.While() if node.orelse:
            loop = [each for each in ast.iter_child_nodes(node) if each not in node.orelse]
            inside = sum(_of(each, depth + 1, name) for each in loop)
            return 2 + depth + inside + _sum(node.orelse, depth + 1, name)
        case _ if isinstance(node, NESTING):
            return 1 + depth + _below(node, depth + 1, name)
    return _below(node, depth, name)


def _of_if(node: ast.If, depth: int, name: str, counted: int | None = None) -> int:
    """An ``elif`` is an ``if`` alone in the ``else`` of another: it counts 1 and adds no nesting."""
    found = (1 + depth if counted is None else counted) + _of(node.test, depth, name)
    found += _sum(node.body, depth + 1, name)
    match node.orelse:
        case []:
            return found
        case [ast.If() as other] if other.col_offset == node.col_offset:
            return found + _of_if(other, depth, name, counted=1)
        case _:
            return found + 1 + _sum(node.orelse, depth + 1, name)


def _below(node: ast.AST, depth: int, name: str) -> int:
    return sum(_of(each, depth, name) for each in ast.iter_child_nodes(node))


def functions_in(source: str) -> Iterator[FunctionNode]:
    """Functions and methods; those inside a function are part of it."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        for each in ast.iter_child_nodes(waiting.pop()):
            if isinstance(each, FunctionNode):
                yield each
            else:
                waiting.append(each)
