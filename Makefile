# Everything a newcomer needs: `make run` and `make test`. Each target prepares what it needs; nothing else is required
# than Python 3 and make. `make help` lists the targets.

PYTHON ?= python3
APP := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check unit web settings environments environments-dev browser

help: ## list the targets / 列出所有目标
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: environments ## start everything and print two addresses / 启动全部服务
	@exec .venv/bin/jiezhu run

test: environments-dev ## all checks and tests, one summary / 全部检查和测试
	@$(APP) -P -m bot.cli.test_all

check: environments-dev ## linters, types, import directions (seconds) / 静态检查
	@$(APP) -P -m bot.cli.test_all --only checks

unit: environments-dev ## the unit tests (seconds) / 单元测试
	@$(APP) -m pytest -q tests/unit

web: environments ## rebuild the pages into bot/web/static / 重新构建网页
	@$(APP) -P -m bot.cli.web_build

settings: environments ## write docs/settings.md from the settings table / 生成设置文档
	@.venv/bin/jiezhu settings --markdown

environments:
	@$(PYTHON) -m bot.runtime.environments

environments-dev:
	@$(PYTHON) -m bot.runtime.environments --dev
