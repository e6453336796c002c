"""监测 › 产业发展: what is grown, what is kept, what the collectives earn, who works away; and what is missing of it."""

import streamlit as st

from pages.parts import blocks, collective_blocks, filters, industry_blocks, labour_blocks, ledger_blocks, stock_blocks

NAME, SOURCES, PUBLISHED = "产业发展", ("industry", "collective"), ("产业", "劳务")
PARTS = {"crops": "种植", "animals": "养殖", "collective": "村集体经济", "labour": "劳务"}
HELD = {
    "crops": (industry_blocks.crops, industry_blocks.crops_sentence, industry_blocks.CROPS),
    "animals": (stock_blocks.animals, stock_blocks.sentence, stock_blocks.STOCKS),
    "collective": (collective_blocks.present, collective_blocks.sentence, collective_blocks.FOLLOWED),
    "labour": (labour_blocks.present, labour_blocks.sentence, labour_blocks.FOLLOWED),
}

view = filters.view()
if not ledger_blocks.has_any(view, SOURCES):
    ledger_blocks.nothing(NAME, SOURCES)
    ledger_blocks.published(view, PUBLISHED)
    st.stop()

heading = st.container()
part = blocks.choice("产业", PARTS)
present, sentence, followed = HELD[part]
held = present(view)
with heading:
    blocks.title(NAME, ledger_blocks.unreported(view, PARTS[part]) if held.is_empty else sentence(held))
if held.is_empty:
    ledger_blocks.to_load("collective" if part == "collective" else "industry")
elif part == "crops":
    industry_blocks.crop_cards(held)
    measure = industry_blocks.crop_measure(held)
    main, aside = st.columns([2, 1], gap="medium")
    with main:
        industry_blocks.crop_changes(held, measure)
    with aside:
        industry_blocks.crop_gaps(held)
        industry_blocks.facilities(view)
        industry_blocks.driven(view)
    industry_blocks.crop_shares(held, measure)
    industry_blocks.crop_tables(held)
elif part == "animals":
    stock_blocks.animal_cards(held)
    main, aside = st.columns([2, 1], gap="medium")
    with main:
        stock_blocks.stock_course(held, view)
    with aside:
        stock_blocks.stock_off(held)
        industry_blocks.facilities(view)
    stock_blocks.animal_table(held)
elif part == "collective":
    collective_blocks.figure_cards(held)
    main, aside = st.columns([2, 1], gap="medium")
    with main:
        collective_blocks.structure(held)
    with aside:
        collective_blocks.weak(held)
    collective_blocks.over_years(held)
    collective_blocks.places(held)
else:
    labour_blocks.figure_cards(held)
    main, aside = st.columns([2, 1], gap="medium")
    with main:
        labour_blocks.course(held, view)
    with aside:
        labour_blocks.gaps(held)
    labour_blocks.structure(held)
    labour_blocks.places(held)
ledger_blocks.facts(view.area, PUBLISHED)
ledger_blocks.silent(view, SOURCES, "silent-industry")
ledger_blocks.everything(view, SOURCES, "industry")
blocks.footer(held.view.now(), followed)
