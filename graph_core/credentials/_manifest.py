"""From the nodes that made a picture to what its manifest says.

How the digital source type is chosen (https://cv.iptc.org/newscodes/digitalsourcetype/):

| Nodes that invented something | Trained weights took part | Media files were read | Source type |
|---|---|---|---|
| yes | yes | yes | `compositeWithTrainedAlgorithmicMedia` |
| yes | yes | no | `trainedAlgorithmicMedia` |
| yes | no | yes | `compositeSynthetic` |
| yes | no | no | `algorithmicMedia` |
| only edited people | yes | yes | `compositeWithTrainedAlgorithmicMedia` |
| only edited people | no | yes | `composite` |
| none, but a source's own credentials say so | | yes | `compositeSynthetic` |
| none | | yes | `composite` |
| none | | no | `digitalCreation` |

Trained weights took part when a node that generates or edits used some (`Ancestor.models`) or any node read a
weights file; where that says too much, too much is what is claimed. With exactly one media file the manifest begins
with `c2pa.opened`, and its source type stands at the steps that invented something, for the file itself brings its own;
otherwise it begins with `c2pa.created`, of the type above, and each file is `c2pa.placed`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from graph_core._version import __version__
from graph_core.credentials._sources import Ingredient, Relation, Source, ingredient, sources_of
from graph_core.node import Ancestor

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SYNTHETIC = frozenset(
    ("algorithmicMedia", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia")
)
SYNTHESIS = "semblance.synthesis"
NOTES = {
    "generated": "Contains a synthetic identity: faces, bodies or voices here may never have been recorded.",
    "edited": "People were changed: they may not have looked or sounded like this.",
}


class _Kind(NamedTuple):
    """All ancestors of one node id and version, with the sources they read."""

    nodes: list[Ancestor]
    sources: list[Source]


def manifest_of(ancestors: tuple[Ancestor, ...], title: str) -> tuple[dict[str, Any], list[Ingredient]]:
    """Say in C2PA's terms how a picture was made.

    Args:
        ancestors: Every node whose result went into it, sources first.
        title: Name of the file.

    Returns:
        The manifest definition and the ingredients to add to it.
    """
    kinds = _by_kind(ancestors)
    sources = list(dict.fromkeys(source for kind in kinds for source in kind.sources))
    media = [source for source in sources if source.is_media]
    relations: dict[Source, Relation] = {
        source: "inputTo" if not source.is_media else "parentOf" if len(media) == 1 else "componentOf"
        for source in sources
    }
    ingredients = {source: ingredient(source, relations[source]) for source in sources}
    kind_of_media = _source_type(ancestors, sources, ingredients)
    actions = [_first_action(kind_of_media, [ingredients[source].id for source in media])]
    for kind in kinds:
        actions += _actions(kind, kind_of_media, ingredients, is_parent=len(media) == 1)
    assertions = [{"label": "c2pa.actions.v2", "data": {"actions": actions}}]
    note = next((NOTES[word] for word in NOTES if any(node.synthesis == word for node in ancestors)), "")
    if note:
        made = any(node.synthesis == "generated" for node in ancestors)
        assertions.append({"label": SYNTHESIS, "data": {"synthetic_identity": made, "note": note}})
    definition = {"claim_generator_info": [_agent()], "title": title, "assertions": assertions}
    unique = {item.id: item for item in ingredients.values()}
    return definition, list(unique.values())


def _agent() -> dict[str, str]:
    return {"name": "semblance", "version": __version__}


def _by_kind(ancestors: Iterable[Ancestor]) -> list[_Kind]:
    kinds: dict[tuple[str, int], _Kind] = {}
    for node in ancestors:
        kind = kinds.setdefault((node.id, node.version), _Kind([], []))
        kind.nodes.append(node)
        kind.sources.extend(source for source in sources_of(node.files) if source not in kind.sources)
    return list(kinds.values())


def _source_type(ancestors: tuple[Ancestor, ...], sources: list[Source], ingredients: dict[Source, Ingredient]) -> str:
    generated = any(node.synthesis == "generated" for node in ancestors)
    makers = [node for node in ancestors if node.synthesis]
    trained = any(node.models for node in makers) or any(source.is_model for source in sources)
    has_media = any(source.is_media for source in sources)
    if makers and trained:
        return "compositeWithTrainedAlgorithmicMedia" if has_media else "trainedAlgorithmicMedia"
    if generated:
        return "compositeSynthetic" if has_media else "algorithmicMedia"
    if any(item.source_types & SYNTHETIC for item in ingredients.values()):
        return "compositeSynthetic"
    return "composite" if has_media else "digitalCreation"


def _first_action(kind_of_media: str, media: list[str]) -> dict[str, Any]:
    action: dict[str, Any] = {
        "softwareAgent": _agent(),
        "when": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    if len(media) == 1:
        return action | {"action": "c2pa.opened", "parameters": {"ingredientIds": media}}
    return action | {"action": "c2pa.created", "digitalSourceType": SOURCE_TYPES + kind_of_media}


def _actions(
    kind: _Kind, kind_of_media: str, ingredients: dict[Source, Ingredient], *, is_parent: bool
) -> list[dict[str, Any]]:
    node = kind.nodes[0]
    parameters: dict[str, Any] = {
        "semblance.node": node.id,
        "semblance.version": node.version,
        "semblance.title": node.title,
        "semblance.names": [each.name for each in kind.nodes],
    }
    models = sorted({model for each in kind.nodes for model in each.models})
    if models:
        parameters["semblance.models"] = models
    gone = sorted({name for each in kind.nodes for name in each.files} - _files(kind))
    if gone:
        parameters["semblance.unavailable"] = [name.replace("\\", "/").rpartition("/")[2] for name in gone]
    action: dict[str, Any] = {"action": "c2pa.edited", "description": node.title, "softwareAgent": _agent()}
    if node.synthesis:
        parameters["semblance.synthesis"] = node.synthesis
        if kind_of_media in SYNTHETIC and (node.synthesis == "generated" or models):
            action["digitalSourceType"] = SOURCE_TYPES + kind_of_media
    inputs = [ingredients[source].id for source in kind.sources if not source.is_media]
    placed = [ingredients[source].id for source in kind.sources if source.is_media]
    if placed and not is_parent:
        return [action | {"action": "c2pa.placed", "parameters": parameters | {"ingredientIds": placed}}]
    return [action | {"parameters": parameters | ({"ingredientIds": inputs} if inputs else {})}]


def _files(kind: _Kind) -> set[str]:
    return {str(file) for source in kind.sources for file in source.files}
