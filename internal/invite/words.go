package invite

import (
	"fmt"
	"strconv"
	"time"
)

// words are the texts of one language. Each {place} is there in every language.
type words struct {
	subject, subjectOn               string
	greeting, invited, changed, off  string
	when, whenUTC, opens, delegation string
	agenda, minutes                  string
	link, personal, focal, nothing   string
	day, moment                      string // how a date, and a date with its hour and zone, are written
	days                             [7]string
	months                           [12]string
}

func texts() map[string]words {
	return map[string]words{"es": spanish(), "en": english(), "fr": french(), "ar": arabic()}
}

func spanish() words {
	return words{
		subject: "Invitación: {title}", subjectOn: "Invitación: {title}, {day}",
		greeting: "{name}:", invited: "Tenemos el agrado de invitarle a la reunión «{title}», que se celebrará por videoconferencia.",
		changed: "Los datos de la reunión han cambiado. Valen los que siguen.", off: "La reunión «{title}» ha sido cancelada. Estaba fijada así:",
		when: "Cuándo: {time}", whenUTC: "En tiempo universal: {time}", opens: "La sala de espera se abre a las {time}.", delegation: "Delegación: {delegation}",
		agenda: "Orden del día:", minutes: " ({minutes} min)",
		link:     "Su enlace:",
		personal: "El enlace es personal: quien lo abre entra con su nombre. No lo reenvíe.",
		focal:    "Usted es punto focal de {delegation}: en esa página nombra y acredita a los miembros de su delegación y les envía sus invitaciones.",
		nothing:  "No hace falta instalar nada ni crear una cuenta. En la misma página puede probar el micrófono, la cámara y los auriculares, y elegir en qué idioma escucha.",
		day:      "{weekday} {day} de {month} de {year}", moment: "{date}, {clock} ({zone})",
		days:   [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
		months: [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	}
}

func english() words {
	return words{
		subject: "Invitation: {title}", subjectOn: "Invitation: {title}, {day}",
		greeting: "Dear {name},", invited: "You are invited to the meeting “{title}”, which is held by video.",
		changed: "The details of the meeting have changed. What follows holds.", off: "The meeting “{title}” is cancelled. It had been set for:",
		when: "When: {time}", whenUTC: "In universal time: {time}", opens: "The lobby opens at {time}.", delegation: "Delegation: {delegation}",
		agenda: "Agenda:", minutes: " ({minutes} min)",
		link:     "Your link:",
		personal: "The link is personal: whoever opens it enters under your name. Please do not pass it on.",
		focal:    "You are a focal point of {delegation}: on that page you name and vouch for the members of your delegation, and send them their invitations.",
		nothing:  "There is nothing to install and no account to create. On the same page you can check microphone, camera and headphones, and choose the language that you hear.",
		day:      "{weekday} {day} {month} {year}", moment: "{date}, {clock} ({zone})",
		days:   [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	}
}

func french() words {
	return words{
		subject: "Invitation : {title}", subjectOn: "Invitation : {title}, {day}",
		greeting: "{name},", invited: "Nous avons l’honneur de vous inviter à la réunion « {title} », qui se tiendra par visioconférence.",
		changed: "Les informations relatives à la réunion ont changé. Seules celles qui suivent font foi.", off: "La réunion « {title} » est annulée. Elle avait été fixée ainsi :",
		when: "Date : {time}", whenUTC: "En temps universel : {time}", opens: "La salle d’attente ouvre à {time}.", delegation: "Délégation : {delegation}",
		agenda: "Ordre du jour :", minutes: " ({minutes} min)",
		link:     "Votre lien :",
		personal: "Ce lien est personnel : quiconque l’ouvre entre sous votre nom. Merci de ne pas le transmettre.",
		focal:    "Vous êtes point focal de {delegation} : sur cette page, vous désignez et accréditez les membres de votre délégation et leur envoyez leurs invitations.",
		nothing:  "Il n’y a rien à installer ni de compte à créer. Sur la même page, vous pouvez essayer le microphone, la caméra et le casque, et choisir la langue que vous entendez.",
		day:      "{weekday} {day} {month} {year}", moment: "{date}, {clock} ({zone})",
		days:   [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	}
}

func arabic() words {
	return words{
		subject: "دعوة: {title}", subjectOn: "دعوة: {title}، {day}",
		greeting: "السيد/السيدة {name}،", invited: "يسرّنا دعوتكم إلى اجتماع «{title}» الذي يُعقد بالفيديو.",
		changed: "تغيّرت بيانات الاجتماع، والمعتمد ما يلي.", off: "أُلغي الاجتماع «{title}». وكان قد حُدّد كما يلي:",
		when: "الموعد: {time}", whenUTC: "بالتوقيت العالمي: {time}", opens: "تُفتح قاعة الانتظار في الساعة {time}.", delegation: "الوفد: {delegation}",
		agenda: "جدول الأعمال:", minutes: " ({minutes} دقيقة)",
		link:     "رابطكم:",
		personal: "الرابط شخصي: من يفتحه يدخل باسمكم. نرجو عدم إرساله إلى غيركم.",
		focal:    "أنتم جهة الاتصال لوفد {delegation}: في تلك الصفحة تسمّون أعضاء وفدكم وتعتمدونهم وترسلون إليهم دعواتهم.",
		nothing:  "لا حاجة إلى تثبيت أي برنامج أو إنشاء حساب. في الصفحة نفسها يمكنكم تجربة الميكروفون والكاميرا والسماعات واختيار اللغة التي تسمعونها.",
		day:      "{weekday} {day} {month} {year}", moment: "{date}، {clock} ({zone})",
		days:   [7]string{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
		months: [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	}
}

// day is a date with its weekday.
func day(language string, at time.Time) string {
	t := texts()[language]
	return fill(t.day, "weekday", t.days[at.Weekday()], "day", number(at.Day()), "month", t.months[at.Month()-1], "year", number(at.Year()))
}

// moment is a date with its hour and the zone's name and offset.
func moment(language string, at time.Time) string { return momentOf(language, at, clock(at)) }

// momentOf is a moment with more than its hour.
func momentOf(language string, at time.Time, hours string) string {
	zone := "UTC"
	if at.Location() != time.UTC && at.Location().String() != "UTC" {
		zone = at.Location().String() + ", UTC" + offset(at)
	}
	return fill(texts()[language].moment, "date", day(language, at), "clock", hours, "zone", zone)
}

// offset is −06:00, with a real minus sign.
func offset(at time.Time) string {
	_, seconds := at.Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	return fmt.Sprintf("%s%02d:%02d", sign, seconds/3600, seconds/60%60)
}

func clock(at time.Time) string { return at.Format("15:04") }

func number(n int) string { return strconv.Itoa(n) }

func ordinal(n int) string { return number(n) + ". " }
