"""数据 › 批次与质量: what was loaded and what became of it, who reported and which numbers ask for a look, the versions and what differs between them, how the database stands."""

from pages.parts import batch_blocks, batch_version_blocks, health_blocks, quality_blocks
from pages.parts.batch_blocks import BATCHES, HEALTH, QUALITY, VERSIONS

opened = batch_blocks.opened()
health_blocks.to_real()
if opened == BATCHES:
    batch_blocks.table()
    batch_blocks.one()
if opened == QUALITY:
    quality_blocks.show()
if opened == VERSIONS:
    batch_version_blocks.show()
if opened == HEALTH:
    health_blocks.show()
batch_blocks.footer()
