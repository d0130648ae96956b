package bots

import (
	"context"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Listen chooses what the line "interpretation" carries, in which language.
func (c *Client) Listen(l protocol.Listen) error { return c.send(l) }

// WantSounds asks what the booth-sound lines carry.
func (c *Client) WantSounds(sounds ...protocol.WantSound) error {
	return c.send(protocol.WantSounds{Sounds: sounds})
}

// ArrangeInterpretation replaces the meeting's booths (chair, organiser).
func (c *Client) ArrangeInterpretation(ctx context.Context, rehearsal bool, booths ...protocol.NewBooth) error {
	return c.command(ctx, func(id int) protocol.ClientMessage {
		return protocol.ArrangeInterpretation{ID: id, Rehearsal: rehearsal, Booths: booths}
	})
}

// SetFloorLanguage says what is spoken on the floor (chair, interpreters, the speaker about themself).
func (c *Client) SetFloorLanguage(ctx context.Context, language string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.SetFloorLanguage{ID: id, Language: language} })
}

// Sit takes a seat in a booth; 0 is the first that is free. understands are passive languages.
func (c *Client) Sit(ctx context.Context, booth string, seat int, understands ...string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage {
		return protocol.Sit{ID: id, Booth: booth, Seat: seat, Understands: understands}
	})
}

// Stand gives the seat back.
func (c *Client) Stand(ctx context.Context) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.Stand{ID: id} })
}

// CheckSeat says that devices, headphones and level have been tried out.
func (c *Client) CheckSeat(ctx context.Context) error { return c.command(ctx, checkSeat) }

func checkSeat(id int) protocol.ClientMessage {
	return protocol.CheckSeat{ID: id, Devices: true, Headphones: true, Level: true}
}

// SetOutput chooses the direction; epoch is that of the lease held, 0 off air.
func (c *Client) SetOutput(ctx context.Context, language string, epoch int64) error {
	return c.command(ctx, setOutput(language, epoch))
}

func setOutput(language string, epoch int64) message {
	return func(id int) protocol.ClientMessage {
		return protocol.SetOutput{ID: id, Language: language, Epoch: epoch}
	}
}

// SetInput chooses what to work from: "floor", a channel, or "automatic".
func (c *Client) SetInput(ctx context.Context, input string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.SetInput{ID: id, Input: input} })
}

// OpenMicrophone takes the free channel of the chosen output; epoch is the channel's.
func (c *Client) OpenMicrophone(ctx context.Context, epoch int64) error {
	return c.command(ctx, openMicrophone(epoch))
}

func openMicrophone(epoch int64) message {
	return func(id int) protocol.ClientMessage { return protocol.OpenMicrophone{ID: id, Epoch: epoch} }
}

// CloseMicrophone gives the channel back.
func (c *Client) CloseMicrophone(ctx context.Context, epoch int64) error {
	return c.command(ctx, closeMicrophone(epoch))
}

func closeMicrophone(epoch int64) message {
	return func(id int) protocol.ClientMessage { return protocol.CloseMicrophone{ID: id, Epoch: epoch} }
}

// Cough closes the gate, or opens it again.
func (c *Client) Cough(ctx context.Context, on bool, epoch int64) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.Cough{ID: id, On: on, Epoch: epoch} })
}

// HandOver makes one step of a hand-over; its identifier is filled in.
func (c *Client) HandOver(ctx context.Context, step protocol.HandOver) error {
	return c.command(ctx, handOver(step))
}

func handOver(step protocol.HandOver) message {
	return func(id int) protocol.ClientMessage {
		step.ID = id
		return step
	}
}

// TakeOver takes a channel of the booth without asking, where that is allowed.
func (c *Client) TakeOver(ctx context.Context, channel string, epoch int64) error {
	return c.command(ctx, takeOver(channel, epoch))
}

func takeOver(channel string, epoch int64) message {
	return func(id int) protocol.ClientMessage {
		return protocol.TakeOver{ID: id, Channel: channel, Epoch: epoch}
	}
}

// SetShift starts the booth's shift timer, or stops it (0).
func (c *Client) SetShift(ctx context.Context, minutes int) error {
	return c.command(ctx, setShift(minutes))
}

func setShift(minutes int) message {
	return func(id int) protocol.ClientMessage { return protocol.SetShift{ID: id, Minutes: minutes} }
}
