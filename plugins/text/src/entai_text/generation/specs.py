"""text-generation as data. Cheap to import."""

from __future__ import annotations

from entai import Option, RecipeSpec, TaskSpec

GENERATION = "text-generation"

OPTIONS = (
    Option("max_tokens", int, 200, "tokens to write at most", 1, 1_000_000),
    Option("stop", list, help="texts before which to stop; none of them is ever in the output"),
    Option("temperature", float, 0.8, "0: always the likeliest token; 1: as the model was trained; more: bolder", 0, 10),
    Option("top_k", int, 0, "draw from so many of the likeliest tokens; 0: from all", 0),
    Option("top_p", float, 1.0, "draw from the likeliest tokens that together have this probability", 0, 1),
    Option("min_p", float, 0.0, "draw from tokens at least this likely, as a share of the likeliest", 0, 1),
    Option("repetition_penalty", float, 1.0, "above 1: what was written or asked becomes less likely", 0.1, 10),
    Option("choices", list, help="the output is one of these"),
    Option("regex", str, help="the output matches this regular expression as a whole"),
    Option("schema", str, help="the output is JSON of this JSON schema: the schema itself, or a file that holds it"),
    Option("seed", int, 0, "another seed, another text", 0),
    Option("long_prompt", str, "refuse", "a prompt longer than what the model looks back on: refuse it, or slide (go on "
           "from its end alone)", choices=("refuse", "slide")),
    Option("chat", bool, True, "whether a model that was taught to answer is asked in its own form (its chat template)"),
    Option("include_prompt", bool, False, "whether the output begins with the prompt"),
)

def task() -> TaskSpec:
    """The task."""
    return TaskSpec(GENERATION, "text that goes on from a prompt, freely or bound to choices, a pattern or a JSON schema",
                    input="entai.media:Text", output="entai.media:Text", data="entai_text.generation.corpus:Corpus",
                    implementation="entai_text.generating:TextGenerator", options=OPTIONS, default_recipe="lean",
                    default_model="shakespeare",
                    input_optional=True, preset="entai_text.generation.hub.load:load", known_presets=("smollm",),
                    preset_recipe="lora")

def recipes() -> list[RecipeSpec]:
    """What can be trained."""
    return [RecipeSpec(GENERATION, "lean", "a GPT to be read from top to bottom: rotary, RMSNorm, SwiGLU; characters or "
                       "pieces of words", "entai_text.generation.lean:Lean",
                       {"shakespeare": "entai_text:models/shakespeare"}),
            RecipeSpec(GENERATION, "lora", "adapts a preset (--from preset:FOLDER) to a text; what is kept is the adapter "
                       "alone", "entai_text.generation.hub.lora:Lora")]
