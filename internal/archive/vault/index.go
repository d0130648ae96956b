package vault

import (
	"bytes"
	_ "embed"
	"html/template"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/archive"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

//go:embed index.html.tmpl
var indexTemplate string

// indexView is what the template reads.
type indexView struct {
	Language, Direction, Title, Date, Zone, Key, File string
	Words                                             indexWords
	Records, Versions, Texts, Documents, Sounds       []link
	Published, Calendars                              []link
}

type link struct{ Name, Label, When, Language string }

// index is the page with which one begins, in the meeting's first language. It runs nothing and needs nothing but the files beside it.
func (g *gathering) index(records []exported, documents []proceedings.Document, sounds []proceedings.SoundFile) ([]byte, error) {
	m := g.state.Meeting
	view := indexView{Title: m.Title, Key: g.v.Key(), File: m.ID + "-" + strconv.Itoa(len(g.state.Seals)+1) + suffix, Texts: g.texts, Published: g.published, Calendars: g.calendars}
	view.Language, view.Direction, view.Words = wordsOf(m.Languages)
	zone, err := time.LoadLocation(m.Timezone)
	if err != nil {
		zone = time.UTC
	}
	day := m.Start
	if day.IsZero() {
		day = m.Created
	}
	view.Date, view.Zone = day.In(zone).Format("2006-01-02"), zone.String()
	for _, r := range records {
		label := strings.ToUpper(path.Ext(r.Name)[1:])
		if label == "XML" {
			label = "Akoma Ntoso"
		}
		if r.Language != "" {
			label += " (" + r.Language + ")"
		}
		view.Records = append(view.Records, link{Name: r.Name, Label: label})
	}
	for _, v := range g.state.Record.Versions {
		view.Versions = append(view.Versions, link{Name: archive.VersionName(v.Number), Label: v.SHA256, When: strconv.Itoa(v.Number)})
	}
	for _, d := range documents {
		view.Documents = append(view.Documents, link{Name: archive.DocumentName(d), Label: d.Title})
	}
	named := g.mayName()
	for _, f := range sounds {
		one := link{Name: archive.SoundName(f), When: f.Start.In(zone).Format("15:04:05")}
		switch {
		case f.Channel != "":
			one.Label = f.Channel
		case named:
			one.Label = g.state.Participants[f.Participant].Name
		}
		view.Sounds = append(view.Sounds, one)
	}
	t, err := template.New("index").Parse(indexTemplate)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, view)
	return b.Bytes(), err
}

// mayName tells whether the page says who spoke: it may be handed on by itself.
func (g *gathering) mayName() bool {
	w, err := g.state.Withholds("", len(g.state.Record.Versions))
	return err == nil && w == proceedings.Withheld{}
}

// indexWords are the page's own.
type indexWords struct{ Archive, Confidential, Record, NoRecord, Versions, Texts, Published, Next, Documents, Sound, Verify, How, Trust string }

// wordsOf are those of the first of the languages that has any; else English.
func wordsOf(languages []string) (tag, direction string, w indexWords) {
	for _, language := range languages {
		switch primary, _, _ := strings.Cut(language, "-"); primary {
		case "en":
			return "en", "ltr", english()
		case "es":
			return "es", "ltr", spanish()
		case "fr":
			return "fr", "ltr", french()
		case "ar":
			return "ar", "rtl", arabic()
		}
	}
	return "en", "ltr", english()
}

func english() indexWords {
	return indexWords{
		Archive:      "Archive of the meeting",
		Confidential: "This archive belongs to the organisation that held the meeting. The files listed here have what may leave the meeting; the journal beside them (journal.records) has everything, private messages and words off the record included. Hand on single files, not the whole.",
		Record:       "Record", NoRecord: "The meeting was off the record: there is nothing to show here.", Versions: "Published versions, in the form that their hash is of:",
		Texts: "Agreed texts", Published: "What was published and promised", Next: "The next meeting, for calendars", Documents: "Documents", Sound: "Sound", Verify: "How to verify it", How: "Anybody who has the whole file can verify it with Cumbre, without a network:",
		Trust: "Compare the key with the one that the organisation hands out by another way: a key in the file itself proves nothing.",
	}
}

func spanish() indexWords {
	return indexWords{
		Archive:      "Archivo de la reunión",
		Confidential: "Este archivo pertenece a la organización que celebró la reunión. Los documentos enumerados aquí contienen lo que puede salir de la reunión; el diario que los acompaña (journal.records) lo contiene todo, incluidos los mensajes privados y lo dicho de forma confidencial. Entregue documentos sueltos, no el conjunto.",
		Record:       "Acta", NoRecord: "La reunión fue confidencial: aquí no hay nada que mostrar.", Versions: "Versiones publicadas, en la forma a la que corresponde su huella:",
		Texts: "Textos acordados", Published: "Lo publicado y lo prometido", Next: "La próxima reunión, para calendarios", Documents: "Documentos", Sound: "Sonido", Verify: "Cómo verificarlo", How: "Quien tenga el archivo completo puede verificarlo con Cumbre, sin red:",
		Trust: "Compare la clave con la que la organización facilita por otra vía: una clave dentro del propio archivo no prueba nada.",
	}
}

func french() indexWords {
	return indexWords{
		Archive:      "Archive de la réunion",
		Confidential: "Cette archive appartient à l’organisation qui a tenu la réunion. Les fichiers énumérés ici contiennent ce qui peut sortir de la réunion ; le journal qui les accompagne (journal.records) contient tout, y compris les messages privés et les propos confidentiels. Transmettez des fichiers isolés, pas l’ensemble.",
		Record:       "Compte rendu", NoRecord: "La réunion était confidentielle : il n’y a rien à montrer ici.", Versions: "Versions publiées, sous la forme à laquelle correspond leur empreinte :",
		Texts: "Textes convenus", Published: "Ce qui a été publié et promis", Next: "La prochaine réunion, pour agendas", Documents: "Documents", Sound: "Son", Verify: "Comment la vérifier", How: "Quiconque possède le fichier complet peut le vérifier avec Cumbre, sans réseau :",
		Trust: "Comparez la clé avec celle que l’organisation communique par une autre voie : une clé contenue dans le fichier lui-même ne prouve rien.",
	}
}

func arabic() indexWords {
	return indexWords{
		Archive:      "أرشيف الاجتماع",
		Confidential: "هذا الأرشيف ملك للمنظمة التي عقدت الاجتماع. تتضمن الملفات المذكورة هنا ما يجوز أن يخرج من الاجتماع؛ أما السجل المرافق لها (journal.records) فيتضمن كل شيء، بما فيه الرسائل الخاصة وما قيل بصفة سرية. سلّموا ملفات منفردة، لا الأرشيف كله.",
		Record:       "المحضر", NoRecord: "كان الاجتماع سريًّا: لا شيء يُعرض هنا.", Versions: "النسخ المنشورة، بالصيغة التي تخصّها بصمتها:",
		Texts: "النصوص المتفق عليها", Published: "ما نُشر وما جرى التعهد به", Next: "الاجتماع القادم، للتقاويم", Documents: "الوثائق", Sound: "الصوت", Verify: "كيفية التحقق منه", How: "يستطيع كل من لديه الملف كاملًا أن يتحقق منه ببرنامج Cumbre دون شبكة:",
		Trust: "قارنوا المفتاح بالمفتاح الذي تعلنه المنظمة بطريق آخر: فالمفتاح الموجود في الملف نفسه لا يثبت شيئًا.",
	}
}
