# Everything a visitor or a developer runs. `make` alone says what there is.

BASE := $(firstword $(shell command -v python3.11 python3 python))
PYTHON := .venv/bin/python
JIXIAO := .venv/bin/jixiao
READY := .venv/.installed
EXAMPLES = $(wildcard $(addprefix examples/*.,txt docx doc wps pdf ofd html xlsx xls))

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow test-all check fix eval bench bench-reading bench-claims fuzz

help: ## 显示这份清单
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## 用 examples/ 里的报告走一遍：建库、检索、比较两年、导出问题清单
	@echo "→ 把 examples/ 里的报告加入资料库 ./demo（已在库中的不会重读）"
	@$(JIXIAO) --library demo add $(EXAMPLES)
	@printf "\n→ 检索：预算执行进度慢\n"
	@$(JIXIAO) --library demo search 预算执行进度慢 -k 3
	@printf "\n→ 比较石濂县交通运输局两年的问题\n"
	@$(JIXIAO) --library demo compare 石濂县交通运输局2022 石濂县交通运输局2023
	@printf "\n→ 导出全部问题\n"
	@$(JIXIAO) --library demo export problems -o problems.xlsx
	@printf "\n接下来可以试：$(JIXIAO) --library demo list；$(JIXIAO) --help\n"
	@echo "网页界面（jixiao serve）还没有做，目前只有命令行。"

test: $(READY) ## 运行测试
	@$(PYTHON) -m pytest -m "not slow"

test-slow: $(READY) ## 运行要几分钟的测试（文字识别、旧版 Word、长表格等）
	@$(PYTHON) -m pytest -m slow

test-all: test test-slow ## 运行全部测试

check: $(READY) ## 检查格式、类型和各包之间的引用
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports

fix: $(READY) ## 自动整理格式
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

eval: $(READY) ## 拿示例报告的标注给读取结果打分
	@$(PYTHON) -m bench.evaluate

bench: $(READY) ## 测速度
	@$(PYTHON) -m bench.run

bench-reading: $(READY) .venv-peers/.installed ## 读 PDF 的速度和准确度，与别的工具在同一批文件上比较
	@$(PYTHON) -m bench.reading

bench-claims: $(READY) .venv-peers/.installed ## 读数字的速度，与别的工具在同一批文字上比较
	@$(PYTHON) -m bench.claims

fuzz: $(READY) ## 拿损坏的文件试每一种格式的读取（FUZZ=每种格式的次数，默认 2000）
	@JIXIAO_FUZZ=$(or $(FUZZ),2000) $(PYTHON) -m pytest -q -s tests/nlp/readers/test_fuzz.py

.venv-peers/.installed: bench/peers.txt
	@$(BASE) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install -q --disable-pip-version-check -r bench/peers.txt
	@touch $@

# Installed again only when what is wanted has changed. Debian's Python may lack ensurepip: pip then comes from outside.
$(READY): pyproject.toml constraints.txt
	@test -n "$(BASE)" || { echo "没有找到 Python；请安装 Python 3.11 或更新的版本"; exit 1; }
	@$(BASE) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "$(BASE) 太旧；请安装 Python 3.11 或更新的版本"; exit 1; }
	@test -x $(PYTHON) || { echo "→ 建立 Python 环境 .venv"; $(BASE) -m venv .venv >/dev/null || $(BASE) -m venv --clear --without-pip .venv; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || $(BASE) -m pip --python $(PYTHON) install -q -c constraints.txt pip
	@echo "→ 安装依赖（第一次要几分钟）"
	@$(PYTHON) -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev,ocr]'
	@touch $@
