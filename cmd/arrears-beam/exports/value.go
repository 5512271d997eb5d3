package exports

import (
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"arrears/pipeline/ledger"
	"arrears/readers"
	"arrears/readers/schema"
	"arrears/readers/workbook"
)

// column is a leaf of a Parquet file and how its values become text: exactly, but for
// floating point, which is read as a workbook's numbers are.
type column struct {
	name   string
	append func(dst []byte, value parquet.Value, kind schema.ColumnKind) []byte
}

func newColumn(name string, of parquet.Type) column {
	switch logical := logicalType(of).(type) {
	case *format.DecimalType:
		return column{name, func(dst []byte, value parquet.Value, _ schema.ColumnKind) []byte {
			return appendDecimal(dst, unscaled(value), int(logical.Scale))
		}}
	case *format.DateType:
		return column{name, func(dst []byte, value parquet.Value, _ schema.ColumnKind) []byte {
			return time.Unix(int64(value.Int32())*86400, 0).UTC().AppendFormat(dst, time.DateOnly)
		}}
	case *format.TimestampType:
		return column{name, func(dst []byte, value parquet.Value, kind schema.ColumnKind) []byte {
			return appendTime(dst, value.Int64(), logical.Unit, kind)
		}}
	case *format.IntType:
		if !logical.IsSigned {
			return column{name, appendUnsigned}
		}
	}
	return column{name, appendPhysical}
}

func logicalType(of parquet.Type) any {
	if logical := of.LogicalType(); logical != nil {
		return logical.Value
	}
	return nil
}

// unscaled is the whole number that a DECIMAL stores.
func unscaled(value parquet.Value) *big.Int {
	switch value.Kind() {
	case parquet.Int32:
		return big.NewInt(int64(value.Int32()))
	case parquet.Int64:
		return big.NewInt(value.Int64())
	}
	bytes := value.ByteArray() // two's complement, the highest byte first
	n := new(big.Int).SetBytes(bytes)
	if len(bytes) > 0 && bytes[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(bytes))))
	}
	return n
}

// scaleMax is how many decimals a DECIMAL may have.
const scaleMax = 76

// appendDecimal appends a number with its decimals. Zeros at its end say nothing and are
// left away: 12.3400 is 12.34, and no number of thousands.
func appendDecimal(dst []byte, unscaled *big.Int, scale int) []byte {
	if scale < 0 || scale > scaleMax {
		return append(dst, "a decimal with an odd scale"...)
	}
	if unscaled.Sign() < 0 {
		dst = append(dst, '-')
	}
	digits := new(big.Int).Abs(unscaled).String()
	for len(digits) <= scale {
		digits = "0" + digits
	}
	point := len(digits) - scale
	dst = append(dst, digits[:point]...)
	decimals := digits[point:]
	for len(decimals) > 0 && decimals[len(decimals)-1] == '0' {
		decimals = decimals[:len(decimals)-1]
	}
	if decimals != "" {
		dst = append(append(dst, '.'), decimals...)
	}
	return dst
}

// appendTime appends a moment: as a day where a day is asked for and it is midnight.
func appendTime(dst []byte, n int64, unit format.TimeUnit, kind schema.ColumnKind) []byte {
	each := int64(time.Second)
	if unit.Value != nil {
		each = int64(time.Second / unit.Value.Duration())
	}
	moment := time.Unix(n/each, n%each*(int64(time.Second)/each)).UTC()
	if kind == schema.Day && moment.Equal(moment.Truncate(24*time.Hour)) {
		return moment.AppendFormat(dst, time.DateOnly)
	}
	return moment.AppendFormat(dst, time.RFC3339Nano)
}

func appendUnsigned(dst []byte, value parquet.Value, kind schema.ColumnKind) []byte {
	switch value.Kind() {
	case parquet.Int32:
		return strconv.AppendUint(dst, uint64(value.Uint32()), 10)
	case parquet.Int64:
		return strconv.AppendUint(dst, value.Uint64(), 10)
	}
	return appendPhysical(dst, value, kind)
}

// appendPhysical appends a value of which no more is known than how it is stored.
func appendPhysical(dst []byte, value parquet.Value, kind schema.ColumnKind) []byte {
	switch value.Kind() {
	case parquet.Boolean:
		flag := ledger.No
		if value.Boolean() {
			flag = ledger.Yes
		}
		return append(dst, flag.String()...)
	case parquet.Int32:
		return strconv.AppendInt(dst, int64(value.Int32()), 10)
	case parquet.Int64:
		return strconv.AppendInt(dst, value.Int64(), 10)
	case parquet.Float:
		return appendFloat(dst, strconv.FormatFloat(float64(value.Float()), 'g', -1, 32), kind)
	case parquet.Double:
		return appendFloat(dst, strconv.FormatFloat(value.Double(), 'g', -1, 64), kind)
	case parquet.Int96:
		return append(dst, value.Int96().String()...)
	}
	return append(dst, value.ByteArray()...)
}

// general is the format of a number that has none.
var general = &workbook.Format{}

// appendFloat appends a binary number as that of a workbook's cell: 15 significant digits
// count, and an amount must then be whole cents.
func appendFloat(dst []byte, stored string, kind schema.ColumnKind) []byte {
	return readers.Render(dst, &workbook.Cell{Kind: workbook.Number, Text: []byte(stored), Format: general}, kind)
}
