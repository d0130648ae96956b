package sfu

// chooseStage is who is on stage: the floor's holder; with an open floor the dominant speaker (the latest one while
// nobody speaks); before anyone has spoken the first camera; or nobody.
func (r *Room) chooseStage() *Endpoint {
	if r.floor != "" {
		if e := r.endpoints[r.floor]; e != nil && !e.booth {
			return e
		}
		return nil
	}
	var latest, first *Endpoint
	var firstOrder uint64
	for _, e := range r.order {
		if e.viewer || e.booth {
			continue
		}
		if e.spokeAt > 0 && (latest == nil || e.spokeAt > latest.spokeAt) {
			latest = e
		}
		if cam := e.source(SourceCamera); cam != nil && cam.present() && (first == nil || cam.startOrder < firstOrder) {
			first, firstOrder = e, cam.startOrder
		}
	}
	if latest != nil {
		return latest
	}
	return first
}

func (r *Room) setStage(e *Endpoint) {
	if r.stage == e {
		return
	}
	r.stage = e
	r.dirty, r.soundsDirty = true, true
	id := EndpointID("")
	if e != nil {
		id = e.id
	}
	r.events.StageChanged(id)
}
