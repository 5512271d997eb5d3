#!/usr/bin/env bash
# Makes the README's pictures from the county sample: sheets of the workbook as LibreOffice
# prints them, and the top of the page as Chromium shows it. It needs soffice, pdftotext,
# pdftoppm, chromium, and a font with Chinese characters, which two of the names hold.
set -euo pipefail
cd "$(dirname "$0")/../.."
pictures=samples/pictures
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

go run ./cmd/arrears run samples/county/input --as-of 2026-10-31 --out "$scratch/run" --quiet
soffice --headless --norestore "-env:UserInstallation=file://$scratch/office" \
	--convert-to pdf --outdir "$scratch" "$scratch/run/outreach.xlsx" >/dev/null

# sheet NAME X Y WIDTH HEIGHT TEXT...: the first printed page that holds all texts, cut to a
# rectangle in hundredths of an inch.
sheet() {
	local name=$1 x=$2 y=$3 width=$4 height=$5 page=0 missing=yes text
	shift 5
	while [ "$missing" = yes ]; do
		page=$((page + 1))
		pdftotext -f "$page" -l "$page" -layout "$scratch/outreach.pdf" "$scratch/page.txt"
		missing=no
		for text in "$@"; do
			grep -q -- "$text" "$scratch/page.txt" || missing=yes
		done
	done
	pdftoppm -r 120 -f "$page" -l "$page" -singlefile -png -x $((x * 12 / 10)) -y $((y * 12 / 10)) \
		-W $((width * 12 / 10)) -H $((height * 12 / 10)) "$scratch/outreach.pdf" "$pictures/$name"
}

sheet workbook-summary 30 35 1020 735 'Summary, as of'
sheet workbook-outreach 30 35 900 335 'Outreach, as of' 'Why'
sheet workbook-determinations 30 35 985 565 'Determinations, as of' 'Cannot pay all'

chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1000,1290 \
	"--screenshot=$scratch/page.png" "file://$scratch/run/summary.html" 2>/dev/null
mv "$scratch/page.png" "$pictures/page.png"
ls -l "$pictures"/*.png
