package dates

import (
	"strconv"
	"strings"
)

// form is how a language writes a date: the day, the month's name, the year.
type form struct {
	between, first string // what stands before month and year; the first of a month ("1er"), "": 1
	months         string
}

// manner has the languages that dates are written in. Arabic has each month's two names, as the United Nations write it.
func manner(language string) form {
	switch language {
	case "es":
		return form{" de ", "", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"}
	case "fr":
		return form{" ", "1er", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"}
	case "pt":
		return form{" de ", "1.º", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"}
	case "ar":
		return form{" ", "", "كانون\u00a0الثاني/يناير شباط/فبراير آذار/مارس نيسان/أبريل أيار/مايو حزيران/يونيه تموز/يوليه آب/أغسطس أيلول/سبتمبر تشرين\u00a0الأول/أكتوبر تشرين\u00a0الثاني/نوفمبر كانون\u00a0الأول/ديسمبر"}
	default:
		return form{" ", "", "January February March April May June July August September October November December"}
	}
}

// Written is a date with its year, as it stands within a sentence of a language: "7 de junio de 2021", "1er mai 2021", "8 حزيران/يونيه 2021".
// In languages that Languages does not list it is in English.
func Written(language string, d Date) string {
	base, _, _ := strings.Cut(language, "-")
	f := manner(base)
	day := strconv.Itoa(d.Day)
	if d.Day == 1 && f.first != "" {
		day = f.first
	}
	return day + f.between + strings.Split(f.months, " ")[d.Month-1] + f.between + strconv.Itoa(d.Year)
}
