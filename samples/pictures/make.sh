#!/usr/bin/env bash
# Makes the README's pictures from the county sample: sheets of the workbook as LibreOffice
# prints them, and the pages, the statement, a letter and the questions as Chromium and
# poppler show them. It needs soffice, pdftotext, pdftoppm, chromium, and a font with Chinese
# characters, which two of the names hold; with the font Carlito, which is as wide as
# Calibri, the workbook looks as it does in Excel.
#
#   samples/pictures/make.sh          all pictures
#   samples/pictures/make.sh NAME...  only these: workbook page statement letter web
set -euo pipefail
cd "$(dirname "$0")/../.."
pictures=samples/pictures
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
arrears=$scratch/arrears
input=samples/county/input
as_of=2026-10-31
if [ $# -eq 0 ]; then
	set -- workbook page statement letter web
fi

go build -o "$arrears" ./cmd/arrears
"$arrears" run "$input" --as-of 2026-08-31 --out "$scratch/before" --quiet --reports csv 2>/dev/null
"$arrears" run "$input" --as-of $as_of --previous "$scratch/before" --out "$scratch/run" --quiet 2>/dev/null

# cut PDF NAME X Y WIDTH HEIGHT TEXT...: the first page that holds all texts, cut to a
# rectangle in hundredths of an inch.
cut() {
	local pdf=$1 name=$2 x=$3 y=$4 width=$5 height=$6 page=0 missing=yes text
	shift 6
	while [ "$missing" = yes ]; do
		page=$((page + 1))
		pdftotext -f "$page" -l "$page" -layout "$pdf" "$scratch/page.txt"
		missing=no
		for text in "$@"; do
			grep -q -- "$text" "$scratch/page.txt" || missing=yes
		done
	done
	pdftoppm -r 120 -f "$page" -l "$page" -singlefile -png -x $((x * 12 / 10)) -y $((y * 12 / 10)) \
		-W $((width * 12 / 10)) -H $((height * 12 / 10)) "$pdf" "$pictures/$name"
}

# shot FILE NAME WIDTH HEIGHT: the top of a page in a window of a size.
shot() {
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars "--user-data-dir=$scratch/browser" \
		--virtual-time-budget=5000 "--window-size=$3,$4" "--screenshot=$scratch/shot.png" "file://$1" 2>/dev/null
	mv "$scratch/shot.png" "$pictures/$2.png"
}

workbook() {
	soffice --headless --norestore "-env:UserInstallation=file://$scratch/office" \
		--convert-to pdf --outdir "$scratch" "$scratch/run/outreach.xlsx" >/dev/null
	local pdf=$scratch/outreach.pdf
	cut "$pdf" workbook-summary 30 35 1020 730 'Summary, as of' 'At a glance'
	cut "$pdf" workbook-outreach 30 35 1020 335 'Outreach, as of' 'Contacted on'
	cut "$pdf" workbook-later 30 35 1040 310 'Eligible later, as of'
	cut "$pdf" workbook-determinations 30 35 985 565 'Determinations, as of' 'Cannot pay all'
}

page() {
	shot "$scratch/run/summary.html" page 1000 1290
}

statement() {
	"$arrears" explain 0200000001019 "$input" --as-of $as_of --format html --quiet -o "$scratch/statement.html" 2>/dev/null
	shot "$scratch/statement.html" statement 1000 1290
}

letter() {
	"$arrears" letters "$scratch/run" --language es --limit 1 --format pdf --out "$scratch/letters" --quiet 2>/dev/null
	pdftoppm -r 80 -f 1 -l 1 -singlefile -png "$(find "$scratch/letters" -name '*.pdf' | sort | head -n 1)" "$pictures/letter"
}

web() {
	"$arrears" web -o "$scratch/web.html"
	shot "$scratch/web.html" web 900 700
}

for name in "$@"; do
	case $name in
	workbook | page | statement | letter | web) "$name" ;;
	*)
		printf 'make.sh: %s is no picture; name some of: workbook page statement letter web\n' "$name" >&2
		exit 2
		;;
	esac
done
go run .ci/reduce.go "$pictures"/*.png
ls -l "$pictures"/*.png
