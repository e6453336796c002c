"""数据 › 指标口径: what each number means, from the catalog that also computes it."""

import streamlit as st

from pages.parts import blocks, dictionary_blocks

blocks.title("指标口径", dictionary_blocks.sentence())
wide, narrow = st.columns([3, 2], gap="large")
with wide:
    chosen = dictionary_blocks.choose()
    dictionary_blocks.definition(chosen)
with narrow:
    dictionary_blocks.examples(chosen)
dictionary_blocks.index()
