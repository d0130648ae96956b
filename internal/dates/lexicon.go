package dates

import (
	"strings"
	"sync"
)

// phrases are words, folded and one space apart, with what they mean.
type phrases map[string]int

// lexicon is what a language writes dates with.
type lexicon struct {
	weekdays phrases // time.Weekday
	short    phrases // weekdays that count before a date only: too short, or another word too
	months   phrases // time.Month
	numerals phrases // days in words

	before   phrases // between weekday and day: "martes *el* 8"
	of       phrases // between day and month, month and year
	joins    phrases // between two days, and words that they are said with: "del 7 *al* 9"
	suffixes phrases // close behind a day: 8*th*
	prefixes phrases // close before a day: *و*8

	// cues are the words of which one stands before a weekday that is meant by itself; nil: it needs none. past are those, before or
	// behind it, that make it a day gone by, which nobody checks.
	cues, past phrases

	needsOf    bool // between a day in words and the month: "second of March" is a day, "the second March meeting" is not
	monthFirst bool // "June 8" is a date, too
}

// list numbers words from a value on. A word with | is written in several ways.
func list(from int, words ...string) phrases {
	out := phrases{}
	for i, word := range words {
		for way := range strings.SplitSeq(word, "|") {
			out[folded(way)] = from + i
		}
	}
	return out
}

func set(words string) phrases { return list(0, strings.ReplaceAll(words, " ", "|")) }

// lexica are made once; folding their words costs more than a short text.
//
//nolint:gochecknoglobals // a table that never changes
var lexica = sync.OnceValue(func() map[string]lexicon {
	return map[string]lexicon{"es": spanish(), "en": english(), "fr": french(), "pt": portuguese(), "ar": arabic()}
})

func spanish() lexicon {
	return lexicon{
		weekdays: list(0, "domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"),
		short:    list(0, "dom", "lun", "mar", "mié|mier", "jue", "vie", "sáb"),
		months: list(1, "enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|jun", "julio|jul", "agosto|ago",
			"septiembre|setiembre|sept|sep|set", "octubre|oct", "noviembre|nov", "diciembre|dic"),
		numerals: list(1, "uno|primero|primer", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce",
			"quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco",
			"veintiséis", "veintisiete", "veintiocho", "veintinueve", "treinta", "treinta y uno"),
		before: set("el día"), of: set("de del año"), joins: set("y e al a hasta el"), suffixes: set("º o er ro"), needsOf: true,
		cues: set("el este próximo siguiente"), past: set("pasado último"),
	}
}

func english() lexicon {
	return lexicon{
		weekdays: list(0, "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
		short:    list(0, "Sun", "Mon", "Tue|Tues", "Wed", "Thu|Thur|Thurs", "Fri", "Sat"),
		months: list(1, "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun", "July|Jul", "August|Aug", "September|Sept|Sep", "October|Oct",
			"November|Nov", "December|Dec"),
		numerals: list(1, "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth",
			"fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty first", "twenty second", "twenty third",
			"twenty fourth", "twenty fifth", "twenty sixth", "twenty seventh", "twenty eighth", "twenty ninth", "thirtieth", "thirty first"),
		before: set("the"), of: set("of"), joins: set("and to until through till the"), suffixes: set("st nd rd th"), needsOf: true, monthFirst: true,
		past: set("last past"),
	}
}

func french() lexicon {
	return lexicon{
		weekdays: list(0, "dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
		short:    list(0, "dim", "lun", "mar", "mer", "jeu", "ven", "sam"),
		months: list(1, "janvier|janv", "février|févr|fév", "mars", "avril|avr", "mai", "juin", "juillet|juil", "août", "septembre|sept", "octobre|oct",
			"novembre|nov", "décembre|déc"),
		numerals: list(1, "premier", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze",
			"seize", "dix sept", "dix huit", "dix neuf", "vingt", "vingt et un", "vingt deux", "vingt trois", "vingt quatre", "vingt cinq", "vingt six", "vingt sept",
			"vingt huit", "vingt neuf", "trente", "trente et un"),
		before: set("le"), of: set("de"), joins: set("et au à jusqu le"), suffixes: set("er e"),
		past: set("dernier passé"),
	}
}

func portuguese() lexicon {
	return lexicon{
		weekdays: list(0, "domingo", "segunda feira", "terça feira", "quarta feira", "quinta feira", "sexta feira", "sábado"),
		short:    list(0, "dom", "segunda|seg", "terça|ter", "quarta|qua", "quinta|qui", "sexta|sex", "sáb"),
		months: list(1, "janeiro|jan", "fevereiro|fev", "março|mar", "abril|abr", "maio|mai", "junho|jun", "julho|jul", "agosto|ago", "setembro|set", "outubro|out",
			"novembro|nov", "dezembro|dez"),
		numerals: list(1, "um|primeiro", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze", "treze", "quatorze|catorze", "quinze",
			"dezesseis|dezasseis", "dezessete|dezassete", "dezoito", "dezenove|dezanove", "vinte", "vinte e um", "vinte e dois", "vinte e três", "vinte e quatro",
			"vinte e cinco", "vinte e seis", "vinte e sete", "vinte e oito", "vinte e nove", "trinta", "trinta e um"),
		before: set("o dia"), of: set("de do ano"), joins: set("e a ao até o"), suffixes: set("º o"), needsOf: true,
		cues: set("no na próximo próxima esta este o a"), past: set("passado passada última último"),
	}
}

// arabic has the months' names of Egypt and the Gulf, of the Levant and Iraq, of Algeria and Tunisia, and of Morocco.
func arabic() lexicon {
	units := []string{"الحادي", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"}
	days := append([]string{"الأول|أول"}, units[1:]...)
	days = append(days, "العاشر")
	for _, unit := range units {
		days = append(days, unit+" عشر")
	}
	days = append(days, "العشرين|العشرون")
	for _, unit := range units {
		days = append(days, unit+" والعشرين|"+unit+" والعشرون")
	}
	days = append(days, "الثلاثين|الثلاثون", "الحادي والثلاثين|الحادي والثلاثون")
	return lexicon{
		weekdays: list(0, "الأحد", "الاثنين|الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"),
		months: list(1, "يناير|كانون الثاني|جانفي", "فبراير|شباط|فيفري", "مارس|آذار", "أبريل|إبريل|نيسان|أفريل", "مايو|أيار|ماي", "يونيو|يونيه|حزيران|جوان",
			"يوليو|يوليه|تموز|جويلية|يوليوز", "أغسطس|آب|أوت|غشت", "سبتمبر|أيلول|شتنبر", "أكتوبر|تشرين الأول", "نوفمبر|تشرين الثاني|نونبر",
			"ديسمبر|كانون الأول|دجنبر"),
		numerals: list(1, days...),
		before:   set("الموافق يوم في"), of: set("من سنة عام لعام"), joins: set("و إلى حتى"), prefixes: set("و"), suffixes: set("م"),
		cues: set("يوم"), past: set("الماضي المنصرم"),
	}
}
