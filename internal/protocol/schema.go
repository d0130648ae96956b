package protocol

// ClientMessages is the table of what a client may send, by the value of "type": for the description of the API.
func ClientMessages() map[string]ClientMessage { return clientTypes() }

// ServerMessages is the table of what the server sends, by the value of "type".
func ServerMessages() map[string]any { return serverTypes() }
