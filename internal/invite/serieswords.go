package invite

// seriesWords are the texts about a next meeting, of one language.
type seriesWords struct {
	subject, subjectOff, dated string
	set, moved, off, reason    string
	place, own                 string
	link, part                 string
	modes                      map[string]string
}

func seriesTexts() map[string]seriesWords {
	return map[string]seriesWords{
		"es": {
			subject: "Próxima reunión: {title}", subjectOff: "Reunión cancelada: {title}", dated: "{subject}, {day}",
			set: "Se ha fijado la próxima reunión «{title}».", moved: "La próxima reunión «{title}» ha cambiado. Vale lo que sigue.",
			off: "La próxima reunión «{title}» ha sido cancelada. Se había fijado lo siguiente:", reason: "Motivo: {reason}",
			place: "Lugar: {place}", own: "En su zona horaria: {time}",
			link: "Todo sobre la próxima reunión, con su enlace de invitación:", part: "{title}: {part}",
			modes: map[string]string{"virtual": "Se celebrará por videoconferencia.", "in-person": "Se celebrará de manera presencial.", "hybrid": "Se celebrará de manera presencial y por videoconferencia."},
		},
		"en": {
			subject: "Next meeting: {title}", subjectOff: "Meeting cancelled: {title}", dated: "{subject}, {day}",
			set: "The next meeting, “{title}”, is set.", moved: "The next meeting, “{title}”, has changed. What follows holds.",
			off: "The next meeting, “{title}”, is cancelled. It had been set for:", reason: "Reason: {reason}",
			place: "Place: {place}", own: "In your time zone: {time}",
			link: "All about the next meeting, with your invitation's link:", part: "{title}: {part}",
			modes: map[string]string{"virtual": "It is held by video.", "in-person": "It is held in person.", "hybrid": "It is held in person and by video."},
		},
		"fr": {
			subject: "Prochaine réunion : {title}", subjectOff: "Réunion annulée : {title}", dated: "{subject}, {day}",
			set: "La prochaine réunion, « {title} », est fixée.", moved: "La prochaine réunion, « {title} », a changé. Seul ce qui suit fait foi.",
			off: "La prochaine réunion, « {title} », est annulée. Elle avait été fixée ainsi :", reason: "Motif : {reason}",
			place: "Lieu : {place}", own: "Dans votre fuseau horaire : {time}",
			link: "Tout sur la prochaine réunion, avec votre lien d’invitation :", part: "{title} : {part}",
			modes: map[string]string{"virtual": "Elle se tiendra par visioconférence.", "in-person": "Elle se tiendra en présentiel.", "hybrid": "Elle se tiendra en présentiel et par visioconférence."},
		},
		"ar": {
			subject: "الاجتماع القادم: {title}", subjectOff: "أُلغي الاجتماع: {title}", dated: "{subject}، {day}",
			set: "تحدّد موعد الاجتماع القادم «{title}».", moved: "تغيّر الاجتماع القادم «{title}». والمعتمد ما يلي.",
			off: "أُلغي الاجتماع القادم «{title}». وكان قد حُدّد كما يلي:", reason: "السبب: {reason}",
			place: "المكان: {place}", own: "بتوقيتكم: {time}",
			link: "كل ما يخص الاجتماع القادم، برابط دعوتكم:", part: "{title}: {part}",
			modes: map[string]string{"virtual": "يُعقد بالفيديو.", "in-person": "يُعقد حضورياً.", "hybrid": "يُعقد حضورياً وبالفيديو."},
		},
	}
}
