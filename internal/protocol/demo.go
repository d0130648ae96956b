package protocol

// DemoLinks is what GET /api/v1/demo answers: the ways into the demonstration that the server runs.
type DemoLinks struct {
	Meeting string     `json:"meeting" doc:"Meeting.id"`
	Title   string     `json:"title"`
	Links   []DemoLink `json:"links"`
}

// DemoLink is one way into the demonstration.
type DemoLink struct {
	Key   string `json:"key" doc:"stable: delegate-mx, delegate-us, chair, interpreter, technician, observer"`
	Label string `json:"label" doc:"for a person"`
	Role  string `json:"role" enum:"organiser,chair,delegate,interpreter,technician,record-keeper,observer,press"`
	URL   string `json:"url" doc:"the invitation's address"`
	Token string `json:"token" doc:"the invitation's bearer token"`
}
