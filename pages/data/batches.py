"""数据 › 批次与质量: what was loaded and what became of it, the versions and what differs between them, how the database stands."""

from pages.parts import batch_blocks, batch_version_blocks, blocks, health_blocks
from pages.parts.batch_blocks import BATCHES, HEALTH, VERSIONS

blocks.title("批次与质量", batch_blocks.sentence())
opened = batch_blocks.view()
health_blocks.to_real()
if opened == BATCHES:
    batch_blocks.table()
    batch_blocks.one()
if opened == VERSIONS:
    batch_version_blocks.show()
if opened == HEALTH:
    health_blocks.show()
batch_blocks.footer()
