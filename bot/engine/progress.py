"""Progress of a training, told by the graph that is really run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.storage import ModelStorage
from typing_extensions import override

Tell = Callable[[int, int, str], None]
"""Takes the step just begun, the number of steps and the step's name."""

_NAMES = {
    "DefaultV1RecipeValidator": "检查配置",
    "FinetuningValidator": "检查训练方式",
    "NLUTrainingDataProvider": "读取例句",
    "DomainProvider": "读取领域",
    "DomainForCoreTrainingProvider": "准备领域",
    "StoryGraphProvider": "读取规则和故事",
    "TrainingTrackerProvider": "展开规则和故事",
    "CharTokenizer": "切分文字",
    "CharNgramFeaturizer.train": "统计字词",
    "CharNgramFeaturizer": "计算字词特征",
    "SentenceEncoderFeaturizer": "计算句子含义",
    "ReadingFeaturizer": "读出语气和诉求",
    "LinearIntentClassifier": "训练意图分类",
    "FeelingClassifier": "训练情绪识别",
    "MemoizationPolicy": "学习故事",
    "RulePolicy": "学习规则",
    "PrecomputedValueProvider": "沿用上次的结果",
}


class ProgressHook(GraphNodeHook):
    """Counts the nodes as they start."""

    def __init__(self, steps: int, tell: Tell) -> None:
        self._steps = steps
        self._tell = tell
        self._done = 0

    @override
    def on_before_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: dict[str, Any],
        received_inputs: dict[str, Any],
    ) -> dict[str, Any]:
        """See parent."""
        self._done += 1
        self._tell(self._done, self._steps, step_name(execution_context, node_name))
        return {}

    @override
    def on_after_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: dict[str, Any],
        output: Any,
        input_hook_data: dict[str, Any],
    ) -> None:
        """See parent; a node is counted when it starts."""


def step_name(context: ExecutionContext, node_name: str) -> str:
    """A node as people read it: the component's Chinese name, or the component's own."""
    node = context.graph_schema.nodes[node_name]
    name = node.uses.__name__
    return _NAMES.get(f"{name}.{node.fn}") or _NAMES.get(name, name)


def runner_with_progress(tell: Tell) -> type[DaskGraphRunner]:
    """The graph runner a trainer is given: the ordinary one, plus the hook on the run that trains."""

    class ProgressRunner(DaskGraphRunner):
        @classmethod
        def create(
            cls,
            graph_schema: GraphSchema,
            model_storage: ModelStorage,
            execution_context: ExecutionContext,
            hooks: list[GraphNodeHook] | None = None,
        ) -> DaskGraphRunner:
            # The trainer's first run only compares fingerprints; it passes no hooks and is over in a moment.
            if hooks is not None:
                hooks = [*hooks, ProgressHook(len(graph_schema.minimal_graph_schema().nodes), tell)]
            return super().create(graph_schema, model_storage, execution_context, hooks)

    return ProgressRunner
