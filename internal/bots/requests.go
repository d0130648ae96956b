package bots

import (
	"context"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// SetMedia signals what the client sends.
func (c *Client) SetMedia(m protocol.SetMedia) error { return c.send(m) }

// Want asks what the picture slots show.
func (c *Client) Want(slots ...protocol.WantSlot) error {
	return c.send(protocol.WantSlots{Slots: slots})
}

// RaiseHand raises or lowers the own hand.
func (c *Client) RaiseHand(raised bool) error {
	return c.send(protocol.SetHand{Raised: raised})
}

// SetLanguage says which language the person wants.
func (c *Client) SetLanguage(language string) error {
	return c.send(protocol.SetLanguage{Language: language})
}

// Chat sends a text to "everyone", "delegation", or with a participant to that one alone.
func (c *Client) Chat(ctx context.Context, to, participant, text string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage {
		return protocol.SendChat{ID: id, To: to, Participant: participant, Text: text}
	})
}

// GiveFloor gives the floor to a participant, or opens it where that is "" (chair).
func (c *Client) GiveFloor(ctx context.Context, participant string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.GiveFloor{ID: id, Participant: participant} })
}

// YieldFloor gives the own floor back.
func (c *Client) YieldFloor(ctx context.Context) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.YieldFloor{ID: id} })
}

// Admit lets a person in from the lobby (chair, organiser).
func (c *Client) Admit(ctx context.Context, participant string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.Admit{ID: id, Participant: participant} })
}

// Refuse turns a person in the lobby away (chair, organiser).
func (c *Client) Refuse(ctx context.Context, participant string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.Refuse{ID: id, Participant: participant} })
}

// Mute turns a participant's microphone off (chair).
func (c *Client) Mute(ctx context.Context, participant string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.Mute{ID: id, Participant: participant} })
}

// LowerHand lowers somebody's hand (chair).
func (c *Client) LowerHand(ctx context.Context, participant string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.LowerHand{ID: id, Participant: participant} })
}

// Remove removes a participant for good (chair, organiser).
func (c *Client) Remove(ctx context.Context, participant string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.Remove{ID: id, Participant: participant} })
}

// Lock closes or opens the door (chair, organiser).
func (c *Client) Lock(ctx context.Context, locked bool) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.Lock{ID: id, Locked: locked} })
}

// End ends the meeting for all (chair, organiser).
func (c *Client) End(ctx context.Context) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.End{ID: id} })
}

// message makes a command with the identifier that its answer is known by.
type message = func(id int) protocol.ClientMessage

// command sends a message with an id and waits for its ack; a refusal is a *protocol.Problem.
func (c *Client) command(ctx context.Context, m message) error {
	_, err := c.request(ctx, m)
	return err
}
