"""Plugins: the hooks a package may implement, how they are loaded, and what came of it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pluggy

from graph_core.errors import DuplicateNodeError, PluginLoadError, UnknownNodeError, closest
from graph_core.node import Node, ParamSpec

if TYPE_CHECKING:
    from graph_core.models import Weights

__all__ = [
    "ENTRY_POINTS",
    "KnobHandle",
    "KnobWidget",
    "LoadedPlugin",
    "Registry",
    "WidgetFactory",
    "hookimpl",
    "hookspec",
]

log = logging.getLogger(__name__)
ENTRY_POINTS = "graph_core.plugins"

hookspec = pluggy.HookspecMarker("graph_core")
hookimpl = pluggy.HookimplMarker("graph_core")


class KnobHandle(Protocol):
    """A knob of a node in the editor, as a plugin's widget gets it."""

    @property
    def spec(self) -> ParamSpec:
        """Its declaration."""

    @property
    def value(self) -> Any:
        """Its value at the frame that is shown."""

    def turn(self, value: Any) -> None:
        """Set it while the mouse is down; once the mouse is up all of it is one step of the history."""


class KnobWidget(Protocol):
    """What a plugin shows a knob with."""

    def show(self, value: Any) -> None:
        """Show a value; called whenever it is another."""


WidgetFactory = Callable[[KnobHandle, int | str, int], KnobWidget]
"""Makes a widget of a knob inside a DearPyGui container, as wide as so many px."""


class Hooks:
    """Every hook a plugin may implement, as a module-level function marked `@hookimpl`."""

    @hookspec
    def register_nodes(self) -> list[type[Node]]:  # type: ignore[empty-body]
        """Return the node classes the plugin brings."""

    @hookspec
    def register_weights(self) -> list[Weights]:  # type: ignore[empty-body]
        """Return the weights its nodes ask for, so that they can be listed and fetched beforehand."""

    @hookspec
    def register_widgets(self) -> Mapping[str, WidgetFactory]:  # type: ignore[empty-body]
        """Return what shows knobs declared with `widget="…"` in the editor, by that hint.

        The functions import DearPyGui when they are called: without the editor the plugin works too.
        """


@dataclass(frozen=True, slots=True)
class LoadedPlugin:
    """One line of the load report.

    Attributes:
        name: Name of the entry point.
        package: Distribution and version that brought it.
        nodes: Ids of its nodes.
        error: Why it could not be loaded, or None.
    """

    name: str
    package: str
    nodes: tuple[str, ...] = ()
    error: PluginLoadError | DuplicateNodeError | None = None


class Registry:
    """The nodes, weights and widgets of the plugins that loaded."""

    def __init__(self) -> None:
        """Make an empty registry; `Registry.load()` fills one from the installed plugins."""
        self._manager = pluggy.PluginManager("graph_core")
        self._manager.add_hookspecs(Hooks)
        self._nodes: dict[str, type[Node]] = {}
        self._weights: dict[str, Weights] = {}
        self._widgets: dict[str, WidgetFactory] = {}
        self._owners: dict[str, str] = {}
        self.report: list[LoadedPlugin] = []

    @classmethod
    def load(cls) -> Registry:
        """Load every installed plugin; one that fails is reported and the others still load."""
        registry = cls()
        points = importlib.metadata.entry_points(group=ENTRY_POINTS)
        # Our own first, so that a stranger who reuses an id is the one to be refused.
        for point in sorted(points, key=lambda point: (point.name != "standard", point.name)):
            package = f"{point.dist.name} {point.dist.version}" if point.dist else ""
            try:
                plugin = point.load()
            except Exception as error:
                registry._refuse(point.name, package, _load_error(point.name, error))
                continue
            registry.add(plugin, point.name, package)
        return registry

    def add(self, plugin: Any, name: str, package: str = "") -> None:
        """Take in one plugin: a module or an object with hook implementations."""
        try:
            self._manager.register(plugin, name=name)
            self._check_hooks(name, plugin)
            classes = [node for nodes in self._results("register_nodes", plugin) for node in nodes]
            weights = [item for items in self._results("register_weights", plugin) for item in items]
            widgets = {
                hint: make for found in self._results("register_widgets", plugin) for hint, make in found.items()
            }
            self._check(name, classes)
            self._check_widgets(name, widgets)
        except (DuplicateNodeError, PluginLoadError) as error:
            self._drop(plugin)
            self._refuse(name, package, error)
            return
        except Exception as error:
            self._drop(plugin)
            self._refuse(name, package, _load_error(name, error))
            return
        for node in classes:
            self._nodes[node.id] = node
            self._owners[node.id] = name
        self._weights.update((item.name, item) for item in weights)
        self._widgets.update(widgets)
        self.report.append(LoadedPlugin(name, package, tuple(sorted(node.id for node in classes))))

    def _results(self, hook: str, plugin: Any) -> list[Any]:
        others = [other for other in self._manager.get_plugins() if other is not plugin]
        caller = self._manager.subset_hook_caller(hook, remove_plugins=others)
        results: list[Any] = caller()
        return results

    def _check_hooks(self, name: str, plugin: Any) -> None:
        callers = self._manager.get_hookcallers(plugin)
        if not callers:
            raise PluginLoadError(
                f"Plugin {name} implements no hook.", hint="it needs a register_nodes marked with @hookimpl"
            )
        known = [hook for hook in vars(Hooks) if hook.startswith("register_")]
        for caller in callers:
            required = [impl for impl in caller.get_hookimpls() if impl.plugin is plugin and not impl.optionalhook]
            if not caller.has_spec() and required:
                raise PluginLoadError(
                    f"Plugin {name} implements {caller.name}, which is marked as a hook and is none.",
                    hint=closest(caller.name, known) or f"hooks are {', '.join(known)}",
                )

    def _check(self, name: str, classes: list[Any]) -> None:
        seen: set[str] = set()
        for node in classes:
            if not (isinstance(node, type) and issubclass(node, Node) and node.id):
                raise PluginLoadError(
                    f"Plugin {name} registers {node!r}, which is no Node with an id.",
                    hint="register_nodes returns a list of classes such as class Blur(Node, id=…)",
                )
            if node.id in seen:
                raise DuplicateNodeError(f"Plugin {name} has two nodes {node.id}.", hint="give one another id")
            seen.add(node.id)
            if node.id in self._nodes:
                raise DuplicateNodeError(
                    f"Plugins {self._owners[node.id]} and {name} both have a node {node.id}.",
                    hint=f"uninstall one of them; {self._owners[node.id]} is used",
                )

    def _check_widgets(self, name: str, widgets: Mapping[str, Any]) -> None:
        taken = next((hint for hint in widgets if hint in self._widgets), "")
        if taken:
            raise PluginLoadError(f"Plugin {name} has a widget {taken!r} that another has too.", hint="rename the hint")

    def _drop(self, plugin: Any) -> None:
        if self._manager.is_registered(plugin):
            self._manager.unregister(plugin)

    def _refuse(self, name: str, package: str, error: PluginLoadError | DuplicateNodeError) -> None:
        log.warning("%s", error.message)
        self.report.append(LoadedPlugin(name, package, error=error))

    @property
    def nodes(self) -> Mapping[str, type[Node]]:
        """Node classes by id."""
        return self._nodes

    @property
    def weights(self) -> Mapping[str, Weights]:
        """Weights by name."""
        return self._weights

    @property
    def widgets(self) -> Mapping[str, WidgetFactory]:
        """What makes the editor's widgets, by the hint of a knob's declaration."""
        return self._widgets

    def __iter__(self) -> Iterator[type[Node]]:
        """Iterate over the node classes in order of their ids."""
        return iter(self._nodes[name] for name in sorted(self._nodes))

    def node(self, node_id: str) -> type[Node]:
        """Return the class of a node id.

        Raises:
            UnknownNodeError: If no loaded plugin has it.
        """
        try:
            return self._nodes[node_id]
        except KeyError:
            raise self.unknown(node_id) from None

    def unknown(self, node_id: str, name: str = "") -> UnknownNodeError:
        """Make the error that tells which plugin to install."""
        failed = [entry for entry in self.report if entry.error]
        hint = closest(node_id, self._nodes)
        if not hint and failed:
            hint = f"a plugin failed to load ({', '.join(entry.name for entry in failed)}); see `semblance plugins`"
        hint = hint or f"install the plugin that brings {node_id.partition('.')[0]} nodes; see `semblance plugins`"
        where = f"Node {name} has the id" if name else "There is no node"
        return UnknownNodeError(f"{where} {node_id}{', which no plugin brings' if name else ''}.", hint=hint, node=name)


def _load_error(name: str, error: Exception) -> PluginLoadError:
    wrapped = PluginLoadError(
        f"Plugin {name} could not be loaded: {type(error).__name__}: {error}",
        hint="update or uninstall it; the rest works without it",
    )
    wrapped.__cause__ = error
    return wrapped
